"""Branches held against Go in a work tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from export_kit import FILES, at_home, campaign, git, repository, snapshot, write

from gofixmap.campaign.export import export_branches
from gofixmap.campaign.repository import Repository
from gofixmap.campaign.state import Store
from gofixmap.campaign.verify import TOGETHER, Verified, verify_branches
from gofixmap.campaign.worktree import worktree
from gofixmap.errors import UsageError
from gofixmap.scratch import Scratch, prefix_of

PANICS = """package b

import "testing"

func TestPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("no panic")
		}
	}()
	Count([]string{"x"})
}
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, go_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    cache = subprocess.run(["go", "env", "GOCACHE"], env=go_env, capture_output=True, text=True)
    for name, value in {**go_env, **at_home(tmp_path / "home")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GOCACHE", cache.stdout.strip())


def exported(root: Path, state: Path) -> Store:
    store = campaign(root, state)
    export_branches(store, Repository.around(root), "fix")
    return store


def verified(store: Store, root: Path, **more: object) -> dict[str, Verified]:
    done = verify_branches(store, Repository.around(root), **more)  # type: ignore[arg-type]
    return {each.name: each for each in done}


def amended(root: Path, branch: str, path: str, old: str, new: str) -> None:
    """Puts another commit onto a branch."""
    git(root, "checkout", "-q", branch)
    text = (root / path).read_text(encoding="utf-8")
    write(root, {path: text.replace(old, new)})
    git(root, "commit", "-q", "-a", "-m", "change")
    git(root, "checkout", "-q", "main")


def test_without_branches_there_is_nothing_to_build(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree")
    with campaign(root, tmp_path / "state.db") as store:
        with pytest.raises(UsageError, match="there are no branches"):
            verified(store, root)
        export_branches(store, Repository.around(root), "fix")
        with pytest.raises(UsageError, match="'x' has no branch"):
            verified(store, root, keys=["x"])
        key = store.entries()[0].shard.key
        git(root, "branch", "-D", f"fix/{key}")
        with pytest.raises(UsageError, match="is gone"):
            verified(store, root)


def test_a_branch_that_does_not_build_is_told_and_the_others_are_not_blamed(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree")
    with exported(root, tmp_path / "state.db") as store:
        key = next(e.shard.key for e in store.entries() if e.shard.owners == ("@two",))
        amended(root, f"fix/{key}", "b/count.go", "return counts", "return amounts")
        found = verified(store, root, together=True)
        assert [name for name, each in found.items() if not each.is_sound] == [
            f"fix/{key}",
            TOGETHER,
        ]
        (verdict,) = found[f"fix/{key}"].verdicts.values()
        assert any("undefined: amounts (b/count.go:" in error for error in verdict.errors)
        assert found[TOGETHER].is_patch is False


def test_what_did_not_build_before_is_no_fault_of_a_branch(tmp_path: Path) -> None:
    broken = FILES["b/count.go"] + "\nfunc Broken() int { return nothing }\n"
    root = repository(tmp_path / "tree", {**FILES, "b/count.go": broken})
    with exported(root, tmp_path / "state.db") as store:
        found = verified(store, root)
        assert all(each.is_sound for each in found.values())


def test_a_branch_that_breaks_its_importers_is_told(tmp_path: Path) -> None:
    uses = 'package u\n\nimport "example.com/m/b"\n\nvar N = len(b.Count(nil))\n'
    root = repository(tmp_path / "tree", {**FILES, "u/u.go": uses})
    with exported(root, tmp_path / "state.db") as store:
        key = next(e.shard.key for e in store.entries() if e.shard.owners == ("@two",))
        amended(root, f"fix/{key}", "b/count.go", "func Count(", "func CountAll(")
        found = verified(store, root, keys=[key])
        (verdict,) = found[f"fix/{key}"].verdicts.values()
        assert any("(u/u.go:5)" in error for error in verdict.errors)


def test_what_is_not_proven_is_told_with_paths_from_the_top(tmp_path: Path) -> None:
    count = FILES["b/count.go"].replace("package b", "package bb")
    root = repository(tmp_path / "tree", {**FILES, "b b/count.go": count})
    with exported(root, tmp_path / "state.db") as store:
        key = next(e.shard.key for e in store.entries() if "b b/count.go" in e.shard.paths)
        (alone,) = verified(store, root, keys=[key]).values()
        (verdict,) = alone.verdicts.values()
        assert any(words.startswith("b b: go list") for words in verdict.unproven)


def test_all_branches_and_their_sum_are_proven_and_nothing_is_left_behind(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree")
    with exported(root, tmp_path / "state.db") as store:
        before = snapshot(root)
        found = verified(store, root, level="vet", together=True)
        assert len(found) == 4
        assert all(each.is_proven for each in found.values())
        assert found[TOGETHER].is_patch is True
        assert len(found[TOGETHER].merged) == 3
        assert snapshot(root) == before
        assert not (root / ".git" / "worktrees").exists()


@pytest.mark.slow
def test_tests_are_run_on_request(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree", {**FILES, "b/count_test.go": PANICS})
    with exported(root, tmp_path / "state.db") as store:
        key = next(e.shard.key for e in store.entries() if e.shard.owners == ("@two",))
        (alone,) = verified(store, root, keys=[key]).values()
        assert alone.is_proven
        (alone,) = verified(store, root, keys=[key], level="test").values()
        (verdict,) = alone.verdicts.values()
        assert any("TestPanics" in error for error in verdict.errors)


def test_a_work_tree_of_a_killed_process_is_swept(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree")
    repo = Repository.around(root)
    held = Scratch("worktree")
    parent = prefix_of("worktree")
    left = tmp_path / f"{parent}dead" / "gofixmap-worktree-0a"
    lost = tmp_path / f"{parent}gone" / "gofixmap-worktree-0b"
    alive = held.path / "gofixmap-worktree-0c"
    users = tmp_path / "mine"
    for place in (left, lost, alive, users):
        git(root, "worktree", "add", "-q", "--detach", str(place))
    shutil.rmtree(lost.parent)
    with worktree(repo, repo.commit_of("HEAD")) as tree:
        assert (tree.root / "a" / "count.go").is_file()
    listed = git(root, "worktree", "list")
    assert str(left) not in listed
    assert str(lost) not in listed
    assert not left.parent.exists()
    assert str(alive) in listed
    assert str(users) in listed
    held.close()


def test_nothing_of_the_repository_is_run(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree", {**FILES, ".gitattributes": "*.go filter=x merge=x\n"})
    mark = tmp_path / "ran"
    with exported(root, tmp_path / "state.db") as store:
        hooks = root / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        names = (
            "post-checkout",
            "pre-merge-commit",
            "commit-msg",
            "post-merge",
            "prepare-commit-msg",
        )
        for name in names:
            (hooks / name).write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
            (hooks / name).chmod(0o755)
        for key in ("filter.x.smudge", "filter.x.process", "merge.x.driver", "core.fsmonitor"):
            git(root, "config", key, f"touch {mark}")
        git(root, "config", "commit.gpgSign", "true")
        git(root, "config", "gpg.program", f"{hooks}/post-merge")
        git(root, "config", "core.editor", f"touch {mark}")
        found = verified(store, root, together=True)
        assert all(each.is_sound for each in found.values())
    assert not mark.exists()
