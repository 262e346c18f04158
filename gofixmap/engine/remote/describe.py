"""Describes this machine's files for others: whole trees at first, then what turns out missing.

Contents are put together in packs, cut where a content's digest says so: a tree that changes a
little has most of its packs in common with what it was.
"""

# Texts, not Path objects: this runs for each file and directory of a tree.
# ruff: noqa: PTH115
from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from hashlib import sha256

from gofixmap.engine.remote.manifest import (
    ABSENT,
    DIRECTORY,
    FILE,
    LINK,
    OTHER,
    Blob,
    Manifest,
    Part,
    digest_of,
)
from gofixmap.errors import EnvironmentProblem
from gofixmap.workspace import gopath
from gofixmap.workspace.system import Machine

#: Names of files that an analysis reads besides Go files.
READ_NAMES = gopath.NAMES | {
    *("go.mod", "go.sum", "go.work", "go.work.sum", "modules.txt", "VERSION"),
}
_LEAST_PACK = 512 << 10
_MOST_PACK = 4 << 20
Stamp = tuple[int, int, int, int, int] | None
_CUT_EVERY = 32  # a pack that is large enough ends after one content in so many


class Describer:
    """Gathers parts of one manifest, and gives the packs that they name."""

    def __init__(self) -> None:
        self.manifest = Manifest()
        self._part = Part()
        self._machine = Machine()
        self._pack: list[Blob] = []
        self._sum, self._size = sha256(), 0  # of the pack
        self._known: set[bytes] = set()  # contents that are in a pack
        self._stamps: dict[str, Stamp] = {}  # of what was listed or read
        self._kinds: dict[str, str] = {}  # of what was looked at besides
        self.open_below: tuple[str, ...] = ()  # where names beside those asked for may be told

    def tree(self, top: str) -> None:
        """All directories below `top` but git's own, and the contents that an analysis reads."""
        pending = [top]
        while pending:
            directory = pending.pop()
            self._above(directory)
            for name, kind in self._list(directory):
                path = f"{directory.rstrip('/')}/{name}"
                if kind == DIRECTORY and name != ".git":
                    pending.append(path)

    def top(self, path: str) -> None:
        """What the user named: a tree, or a file, of which its directory is listed too."""
        if self._kind(path) == DIRECTORY:
            self.tree(path)
        else:
            self.path(path)
            self.path(path.rpartition("/")[0] or "/")

    def path(self, path: str) -> None:
        """What is at a path; of what is not there, that the nearest directory lacks it."""
        while True:
            self._above(path)
            kind = self._kind(path)
            if kind == ABSENT:
                self._neighbours(path)
                return
            if kind == LINK:
                self._link(path)
                path = os.path.realpath(path)
                continue
            break
        if kind == DIRECTORY:
            for _ in self._list(path):
                pass
        elif kind == FILE:
            self._blob(path)

    def take(self) -> Part:
        """What has been described since the last time."""
        self._cut()
        part, self._part = self._part, Part()
        self.manifest.add(part)
        return part

    def is_fresh(self) -> bool:
        """Whether all that was described is as it was."""
        return all(_stamp(path) == stamp for path, stamp in self._stamps.items()) and all(
            self._look(path) == kind for path, kind in self._kinds.items()
        )

    def contents(self, pack: bytes) -> bytes:
        """The bytes of a pack, read again. Raises EnvironmentProblem where files have changed."""
        pieces = []
        for path, blob in self.manifest.local_paths(pack):
            data = self._machine.read(path, -1, blob.size) if blob.size else b""
            if data is None or digest_of(data) != blob.digest:
                raise EnvironmentProblem(
                    "changed while it was being analysed", where=path, hint="run again"
                )
            pieces.append(data)
        return b"".join(pieces)

    def _neighbours(self, path: str) -> None:
        """Lists the directory that lacks a path, where more questions of the kind will come."""
        while path != "/" and self._kind(path) == ABSENT:
            path = path.rpartition("/")[0] or "/"
        if path.startswith(self.open_below) and self.open_below:
            for _ in self._list(path):
                pass

    def _above(self, path: str) -> None:
        """The kinds of the directories above a path, of which nothing else is told."""
        pieces = path.split("/")
        for count in range(2, len(pieces) + 1):
            above = "/".join(pieces[:count])
            self._lone(above)

    def _lone(self, path: str) -> None:
        key = os.fsencode(path)
        if path == "/" or key in self._part.lone or self.manifest.kind(path) is not None:
            return
        parent = os.fsencode(path.rpartition("/")[0] or "/")
        if parent in self._part.directories:
            return
        kind = self._kind(path)
        self._part.lone[key] = kind
        if kind == LINK:
            self._link(path)

    def _kind(self, path: str) -> str:
        kind = self._kinds[path] = self._look(path)
        return kind

    def _look(self, path: str) -> str:
        try:
            return _letter(os.lstat(path).st_mode)
        except (OSError, ValueError):
            return ABSENT

    def _link(self, path: str) -> None:
        self._stamps[path] = _stamp(path)
        try:
            self._part.links[os.fsencode(path)] = os.fsencode(os.readlink(path))
        except OSError:
            self._part.links[os.fsencode(path)] = b""

    def _list(self, directory: str) -> Iterator[tuple[str, str]]:
        """Tells of one directory and yields its names; of one that is known, nothing."""
        key = os.fsencode(directory)
        if key in self._part.directories or directory in self.manifest.listings:
            return
        self._stamps[directory] = _stamp(directory)
        try:
            with os.scandir(directory) as entries:
                found = sorted((entry.name, _kind_of(entry)) for entry in entries)
        except OSError as error:
            self._part.failures[key] = error.errno or 0
            found = []
        names = [os.fsencode(name) for name, _ in found]
        self._part.directories[key] = (names, "".join(kind for _, kind in found))
        for name, kind in found:
            path = f"{directory.rstrip('/')}/{name}"
            if kind == LINK:
                self._link(path)
            elif kind == FILE and (name.endswith(".go") or name in READ_NAMES):
                self._blob(path)
            yield name, kind

    def _blob(self, path: str) -> None:
        key = os.fsencode(path)
        if key in self._part.blobs or path in self.manifest.blobs:
            return
        self._stamps[path] = _stamp(path)
        try:
            data = self._machine.contents(path)
        except OSError as error:
            self._part.failures[key] = error.errno or 0
            return
        blob = Blob(digest_of(data), len(data))
        self._part.blobs[key] = blob
        if blob.digest not in self._known:
            self._known.add(blob.digest)
            self._put(blob, data)

    def _put(self, blob: Blob, data: bytes) -> None:
        if not self._pack:
            self._sum, self._size = sha256(), 0
        self._pack.append(blob)
        self._sum.update(data)
        self._size += blob.size
        ends = self._size >= _LEAST_PACK and blob.digest[0] % _CUT_EVERY == 0
        if ends or self._size >= _MOST_PACK:
            self._cut()

    def _cut(self) -> None:
        if self._pack:
            self._part.packs[self._sum.digest()] = self._pack
            self._pack = []


def _stamp(path: str) -> Stamp:
    """What changes with a file, a directory's names or a link; None where nothing is there."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return None
    return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _letter(mode: int) -> str:
    if stat.S_ISREG(mode):
        return FILE
    if stat.S_ISDIR(mode):
        return DIRECTORY
    return LINK if stat.S_ISLNK(mode) else OTHER


def _kind_of(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return LINK
    if entry.is_dir(follow_symlinks=False):
        return DIRECTORY
    return FILE if entry.is_file(follow_symlinks=False) else OTHER
