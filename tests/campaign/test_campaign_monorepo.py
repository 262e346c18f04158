"""A campaign over the synthetic monorepo: branches that merge in any order, and build alone."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from export_kit import at_home, campaign, git
from monorepo import Monorepo, generate

from gofixmap.campaign.export import export_branches
from gofixmap.campaign.model import By, Shard
from gofixmap.campaign.repository import Repository
from gofixmap.campaign.verify import TOGETHER, verify_branches

ORDERS = 6
SEEDS = (1, 2)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, go_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    cache = subprocess.run(["go", "env", "GOCACHE"], env=go_env, capture_output=True, text=True)
    for name, value in {**go_env, **at_home(tmp_path / "home")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GOCACHE", cache.stdout.strip())


def test_the_tree_is_a_function_of_its_arguments() -> None:
    first, second, other = (dict(Monorepo(60, 9, 5, seed).files()) for seed in (1, 1, 2))
    assert first == second
    assert first != other
    assert sum(path.endswith("go.mod") for path in first) == 5


@pytest.mark.slow
@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("seed", SEEDS)
def test_each_branch_builds_and_all_are_the_one_patch(
    tmp_path: Path, seed: int, by: By, goroot: Path
) -> None:
    root = tmp_path / "tree"
    generate(root, packages=100, owners=12, modules=6, seed=seed)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    with campaign(root.resolve(), tmp_path / "state.db", by) as store:
        shards = [entry.shard for entry in store.entries()]
        assert _are_disjoint(shards)
        if by is By.OWNER:
            assert all(len({file.owners for file in s.files}) == 1 or s.straddles for s in shards)
        repository = Repository.around(root)
        done, left = export_branches(store, repository, "fix")
        assert left == []
        found = {e.name: e for e in verify_branches(store, repository, level="vet", together=True)}
        assert all(each.is_sound for each in found.values()), found
        assert found[TOGETHER].is_patch
        names = [each.branch for each in done]
        git(root, "checkout", "-q", "--detach")
        trees = set()
        for order in range(ORDERS):
            random.Random(order).shuffle(names)
            git(root, "reset", "-q", "--hard", "main")
            for name in names:
                git(root, "merge", "-q", "--no-edit", name)
            trees.add(git(root, "rev-parse", "HEAD^{tree}"))
        git(root, "reset", "-q", "--hard", "main")
        for shard in shards:
            made = store.made(shard.key)
            assert made is not None
            subprocess.run(["git", "apply", "--index", "-"], cwd=root, input=made.patch, check=True)
        assert trees == {git(root, "write-tree")}
    gofmt = goroot / "bin" / "gofmt"
    listed = subprocess.run([gofmt, "-l", root], capture_output=True, text=True, check=True)
    assert listed.stdout == ""


def _are_disjoint(shards: list[Shard]) -> bool:
    paths = [path for shard in shards for path in shard.paths]
    return len(paths) == len(set(paths))
