"""The tree of a commit, and the trees that changes of some files make of it.

Only the folders that lead to a changed file are written anew, so that a shard costs what it
changes and not what the repository holds. No index is needed for that.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping

from gofixmap.campaign.repository import Leaf, Repository

_FOLDER = "040000"
_TYPES = {_FOLDER: "tree", "160000": "commit"}  # a sub-repository; all others are files
_Entries = dict[str, Leaf]  # of one folder, by name


class Snapshot:
    """`leaves` has every file by its path from the top, links and sub-repositories included."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self._repository = repository
        self._folders: dict[str, _Entries] = {"": {}}
        self.leaves: dict[str, Leaf] = {}
        for path, leaf in repository.listing(commit):
            folder, _, name = path.rpartition("/")
            self._folders.setdefault(folder, {})[name] = leaf
            if leaf.mode != _FOLDER:
                self.leaves[path] = leaf

    def tree_with(self, changes: Mapping[str, Leaf]) -> str:
        """The tree of the commit with some files replaced or added; its id."""
        fresh = {f: dict(self._folders.get(f, {})) for f in _leading(changes)}
        for path, leaf in changes.items():
            folder, _, name = path.rpartition("/")
            fresh[folder][name] = leaf
        made: dict[str, str] = {}
        for folder in sorted(fresh, key=_depth, reverse=True):
            made[folder] = self._repository.object_id("tree", _packed(fresh[folder]))
            if folder:
                parent, _, name = folder.rpartition("/")
                fresh[parent][name] = Leaf(_FOLDER, made[folder])
        listed = b"\0".join(_listed(fresh[folder]) for folder in made)
        written = self._repository.git.feed(["mktree", "-z", "--missing", "--batch"], listed)
        assert written.decode("ascii").split() == list(made.values())
        return made[""]


def _leading(paths: Collection[str]) -> set[str]:
    """The folders that lead to some files, the top among them."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0


def _packed(entries: _Entries) -> bytes:
    """A tree as git stores it: folders are sorted as if their names ended with a slash."""
    pairs = [(os.fsencode(name), leaf) for name, leaf in entries.items()]
    pairs.sort(key=lambda pair: pair[0] + b"/" if pair[1].mode == _FOLDER else pair[0])
    return b"".join(_entry(name, leaf) for name, leaf in pairs)


def _entry(name: bytes, leaf: Leaf) -> bytes:
    return leaf.mode.lstrip("0").encode("ascii") + b" " + name + b"\0" + bytes.fromhex(leaf.oid)


def _listed(entries: _Entries) -> bytes:
    """The same as `git mktree` reads it, each entry with a zero behind it."""
    return b"".join(_lines(entries.items()))


def _lines(entries: Iterable[tuple[str, Leaf]]) -> Iterator[bytes]:
    for name, leaf in entries:
        kind = _TYPES.get(leaf.mode, "blob")
        yield os.fsencode(f"{leaf.mode} {kind} {leaf.oid}\t{name}\0")
