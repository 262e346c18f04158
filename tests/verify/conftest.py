"""Fixtures of the verify tests."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from gofixmap.verify import Toolchain, find_toolchain

sys.path.insert(0, str(Path(__file__).parent))
from verify_trees import GO_MOD, MakeTree, Tree


@pytest.fixture
def toolchain(go: Path) -> Toolchain:
    found = find_toolchain(goroot=go.resolve().parent.parent)
    assert found is not None
    return found


@pytest.fixture
def tree(tmp_path: Path, toolchain: Toolchain) -> MakeTree:
    """A function from files to a tree with a go.mod (unless one is given, or "" for none)."""

    def make(files: Mapping[str, str]) -> Tree:
        root = tmp_path.resolve() / "tree"
        root.mkdir()
        given = {"go.mod": GO_MOD, **files}
        return Tree(root, toolchain).write({p: t for p, t in given.items() if p != "go.mod" or t})

    return make
