"""Trees that are put together without an index are those that git makes with one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from export_kit import git, repository

from gofixmap.campaign.repository import REGULAR, Leaf, Repository
from gofixmap.campaign.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("home")

FILES = {
    "a/x.go": "1",
    "a.b": "2",  # sorts before the folder a
    "a0": "3",  # and this one behind it
    "a/deep/er/y.go": "4",
    "b c/größe\n.go": "5",
    "d/z.go": "6",
}


@pytest.mark.parametrize("init", ["", "--object-format=sha256"])
def test_a_tree_is_the_one_that_git_makes(tmp_path: Path, init: str) -> None:
    root = repository(tmp_path / "tree", FILES, *filter(None, [init]))
    (root / "a" / "x.go").chmod(0o755)
    (root / "link").symlink_to("a")
    head = git(root, "rev-parse", "HEAD")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},sub")
    git(root, "add", "a", "link")
    git(root, "commit", "-q", "-m", "odd")
    repo = Repository.around(root)
    snapshot = Snapshot(repo, "HEAD")
    assert snapshot.tree_with({}) == git(root, "rev-parse", "HEAD^{tree}")
    assert snapshot.leaves == repo.tree("HEAD")
    (oid,) = repo.write_blobs([b"new"])
    paths = ["a/x.go", "a/deep/er/y.go", "b c/größe\n.go", "new/folder/n.go", "a/" + "caf\udce9.go"]
    changes = {p: Leaf(snapshot.leaves.get(p, Leaf(REGULAR, "")).mode, oid) for p in paths}
    tree = snapshot.tree_with(changes)
    lines = b"".join(os.fsencode(f"{m} {o}\t{p}\0") for p, (m, o) in changes.items())
    repo.git.feed(["update-index", "-z", "--add", "--index-info"], lines)
    assert tree == git(root, "write-tree")
    assert snapshot.tree_with({}) == git(root, "rev-parse", "HEAD^{tree}")
