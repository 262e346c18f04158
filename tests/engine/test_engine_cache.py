"""A run with the cache finds what a run without it finds, whatever has happened to the tree."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cache_kit import Tree, analysed, cold, golden_tree, trusting, warm

CASES = (
    "map-writeback/imported-types",
    "nil-map/decline",
    "nil-map/keep-fields",
    "pointer-receiver/fire-internal-package",
    "map-mutex/exported-field",
    "pprof-endpoint/target-decline",
    "loop-leak/closer-helper",
    "map-alias/decline-no-place",
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)


def check_history(root: Path, seed: int, steps: int) -> None:
    tree = Tree(root, seed)
    assert warm(root) == cold(root)
    done = []
    for _ in range(steps):
        done.append(tree.step())
        found, expected = warm(root), cold(root)
        assert found.problems == expected.problems, done
        assert found.findings == expected.findings, done
        assert found == expected, done


@pytest.mark.parametrize("seed", [1, 2])
def test_a_tree_that_changes_is_told_of_as_without_the_cache(tmp_path: Path, seed: int) -> None:
    golden_tree(tmp_path / "tree", CASES)
    check_history(tmp_path / "tree", seed, 6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("GOFIXMAP_SEEDS", "20"))))
def test_long_histories(tmp_path: Path, seed: int) -> None:
    golden_tree(tmp_path / "tree", CASES)
    check_history(tmp_path / "tree", 1000 + seed, 40)


def test_an_unchanged_tree_is_not_analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    golden_tree(root, CASES[:2])
    with analysed(monkeypatch, root) as directories:
        first = warm(root)
        assert directories
        directories.clear()
        assert warm(root) == first
        assert warm(root, apply=True) == cold(root, apply=True)
    assert not directories
