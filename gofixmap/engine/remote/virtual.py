"""A file system that is described by a manifest, with its contents in a store.

No name of the described tree ever reaches this machine's file system, but for one purpose: a file
at the same path is read where it has the very content that the manifest names.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256

from gofixmap.engine.remote.manifest import ABSENT, DIRECTORY, FILE, LINK, OTHER, Blob, Manifest
from gofixmap.engine.remote.store import Store
from gofixmap.workspace.system import Entry, Machine

_MAX_LINKS = 40


class Missing(BaseException):
    """The manifest does not say, or a content is not here: ask, and begin again.

    Not an Exception, so that nothing on its way takes it for a failure of its own.
    """

    def __init__(self, *, paths: Iterable[str] = (), packs: Iterable[bytes] = ()) -> None:
        super().__init__("not here")
        self.paths = tuple(paths)
        self.packs = tuple(packs)


class Differs(BaseException):
    """The shared mount has another content at a path than the client's."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class VirtualFiles:
    """Answers what `gofixmap.workspace.system.Files` asks; raises Missing where it cannot.

    With `shared`, contents are those of this machine's files alone, and each has to be the
    client's: where one is not, Differs is raised.
    """

    def __init__(self, manifest: Manifest, store: Store, *, shared: bool) -> None:
        self._manifest = manifest
        self._store = store
        self._shared = shared
        self._machine = Machine()

    def read(self, path: str, limit: int, largest: int) -> bytes | None:
        real = self.real(path)
        if self._kind(real) != FILE or real in self._manifest.failures:
            return None
        blob = self._blob(real)
        if limit < 0 and blob.size > largest:
            return None
        data = self._content(real, blob)
        return data if limit < 0 else data[:limit]

    def contents(self, path: str) -> bytes:
        real = self.real(path)
        kind = self._kind(real)
        if kind == OTHER:
            return b""
        self._refuse(path, real, FILE, errno.EISDIR)
        return self._content(real, self._blob(real))

    def scan(self, directory: str) -> AbstractContextManager[Iterable[Entry]]:
        real = self.real(directory)
        self._refuse(directory, real, DIRECTORY, errno.ENOTDIR)
        listing = self._manifest.listings.get(real)
        if listing is None:
            raise Missing(paths=[real])
        prefix = directory.rstrip("/") + "/"
        return nullcontext([_Entry(self, prefix + name, kind) for name, kind in listing.items()])

    def is_file(self, path: str) -> bool:
        return "\0" not in path and self._kind(self.real(path)) == FILE

    def is_directory(self, path: str) -> bool:
        return "\0" not in path and self._kind(self.real(path)) == DIRECTORY

    def is_link(self, path: str) -> bool:
        if "\0" in path:
            return False
        parent, _, name = path.rpartition("/")
        return self._kind(f"{self.real(parent).rstrip('/')}/{name}" if parent else path) == LINK

    def real(self, path: str) -> str:
        """As `os.path.realpath` does: what is not there stays as it is spelled."""
        if "\0" in path:
            return path
        pending = [name for name in reversed(path.split("/")) if name not in ("", ".")]
        done, links = "", 0
        while pending:
            name = pending.pop()
            if name == "..":
                done = done.rpartition("/")[0]
                continue
            here = f"{done}/{name}"
            if self._kind(here) != LINK or links >= _MAX_LINKS:
                done = here
                continue
            links += 1
            target = self._manifest.links[here]
            if target.startswith("/"):
                done = ""
            pending += [part for part in reversed(target.split("/")) if part not in ("", ".")]
        return done or "/"

    def _refuse(self, path: str, real: str, wanted: str, otherwise: int) -> None:
        """Raises the OSError that this machine would raise for what is of another kind."""
        kind = self._kind(real)
        problem = self._manifest.failures.get(real, 0)
        if kind == ABSENT:
            above = real
            while self._kind(above) == ABSENT:
                above = above.rpartition("/")[0] or "/"
            problem = errno.ENOTDIR if self._kind(above) == FILE else errno.ENOENT
        elif kind != wanted:
            problem = errno.ELOOP if kind == LINK else otherwise
        if problem:
            raise OSError(problem, os.strerror(problem), path)

    def _kind(self, path: str) -> str:
        kind = self._manifest.kind(path)
        if kind is None:
            raise Missing(paths=[path])
        return kind

    def _blob(self, path: str) -> Blob:
        blob = self._manifest.blobs.get(path)
        if blob is None:
            raise Missing(paths=[path])
        return blob

    def _content(self, path: str, blob: Blob) -> bytes:
        if not blob.size:
            return b""
        data = None if self._shared else self._stored(blob)
        if data is None:
            data = self.local(path, blob)
        if data is not None:
            return data
        if self._shared:
            raise Differs(path)
        place = self._manifest.places.get(blob.digest)
        raise Missing(packs=[place.pack]) if place else Missing(paths=[path])

    def _stored(self, blob: Blob) -> bytes | None:
        place = self._manifest.places.get(blob.digest)
        return None if place is None else self._store.slice(place.pack, place.offset, blob.size)

    def local(self, path: str, blob: Blob) -> bytes | None:
        """The content where this machine has it at the same path."""
        data = self._machine.read(path, -1, blob.size)
        if data is None or len(data) != blob.size or sha256(data).digest() != blob.digest:
            return None
        return data

    def lacking(self) -> list[bytes]:
        """The packs that are not in the store, nor all of their contents at the same paths.

        Raises Differs where the mount is shared and a content is not the client's.
        """
        lacking = []
        for pack in self._manifest.packs:
            if not self._shared and self._store.touch(pack):
                continue
            other = self._first_other(pack)
            if other is not None and self._shared:
                raise Differs(other)
            if other is not None:
                lacking.append(pack)
        return lacking

    def _first_other(self, pack: bytes) -> str | None:
        """A path of a pack that has another content here, or none."""
        for path, blob in self._manifest.local_paths(pack):
            if blob.size and self.local(path, blob) is None:
                return path
        return None


class _Entry:
    """One name of a listing, as `os.DirEntry` has it."""

    __slots__ = ("_files", "_kind", "name", "path")

    def __init__(self, files: VirtualFiles, path: str, kind: str) -> None:
        self._files = files
        self._kind = kind
        self.path = path
        self.name = path.rpartition("/")[2]

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        if self._kind == LINK and follow_symlinks:
            return self._files.is_directory(self.path)
        return self._kind == DIRECTORY

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        if self._kind == LINK and follow_symlinks:
            return self._files.is_file(self.path)
        return self._kind == FILE

    def is_symlink(self) -> bool:
        return self._kind == LINK
