"""Contents that a worker keeps: files named by the SHA-256 of what they hold, bounded in size.

Several workers of one machine share the folder. What is read is checked against its name once by
each process, so neither a torn file nor one that was changed is ever taken for the content.
"""

from __future__ import annotations

import os
import tempfile
from collections import OrderedDict
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

STORE_VARIABLE = "GOFIXMAP_WORKER_STORE"
BYTES_VARIABLE = "GOFIXMAP_WORKER_STORE_BYTES"
DEFAULT_BYTES = 4 << 30
_OPEN_FILES = 64
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class Store:
    """The folder; `limit` are the bytes that it may hold."""

    def __init__(self, folder: Path, limit: int = DEFAULT_BYTES) -> None:
        self.folder = folder
        self._limit = limit
        self._open: OrderedDict[bytes, int] = OrderedDict()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def has(self, key: bytes) -> bool:
        return self._path(key).is_file()

    def touch(self, key: bytes) -> bool:
        """Marks a content as used just now; False where it is not here."""
        try:
            os.utime(self._path(key))
        except OSError:
            return False
        return True

    def put(self, key: bytes, data: bytes) -> None:
        """Raises ValueError where `key` is not the digest of `data`, OSError where it fails."""
        if sha256(data).digest() != key:
            raise ValueError("a content that does not fit its digest")
        path = self._path(key)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def get(self, key: bytes) -> bytes | None:
        """A whole content; None where it is not here."""
        handle = self._handle(key)
        return None if handle is None else os.pread(handle, os.fstat(handle).st_size, 0)

    def slice(self, key: bytes, offset: int, size: int) -> bytes | None:
        """`size` bytes of a content; None where it is not here."""
        handle = self._handle(key)
        return None if handle is None else os.pread(handle, size, offset)

    def trim(self) -> None:
        """Removes what was used longest ago, until a tenth below the limit; nothing else."""
        found = sorted(self._sizes())
        total = sum(size for _, size, _ in found)
        if total <= self._limit:
            return
        for _, size, path in found:
            with suppress(OSError):
                path.unlink()
            total -= size
            if total <= self._limit * 9 // 10:
                return

    def _sizes(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self.folder.glob("??/*"):
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        return found

    def _path(self, key: bytes) -> Path:
        name = key.hex()
        return self.folder / name[:2] / name[2:]

    def _handle(self, key: bytes) -> int | None:
        """An open file whose bytes fit their name, which is checked when it is opened."""
        handle = self._open.get(key)
        if handle is not None:
            self._open.move_to_end(key)
            return handle
        try:
            handle = os.open(self._path(key), _FLAGS)
        except OSError:
            return None
        if not _fits(handle, key):
            os.close(handle)
            with suppress(OSError):
                self._path(key).unlink()
            return None
        self._open[key] = handle
        if len(self._open) > _OPEN_FILES:
            os.close(self._open.popitem(last=False)[1])
        return handle


def _fits(handle: int, key: bytes) -> bool:
    digest, offset = sha256(), 0
    while piece := os.pread(handle, 1 << 20, offset):
        digest.update(piece)
        offset += len(piece)
    return digest.digest() == key


def own_store() -> Store:
    """The store of this machine's user. Raises OSError where there is no place for one."""
    limit = int(os.environ.get(BYTES_VARIABLE) or DEFAULT_BYTES)
    named = os.environ.get(STORE_VARIABLE)
    if named:
        return Store(Path(named), limit)
    from platformdirs import user_cache_path

    places = (user_cache_path("gofixmap", appauthor=False), _temporary())
    for place in places:
        with suppress(OSError):
            return Store(_private(place / "worker"), limit)
    raise OSError(f"no folder for contents can be made; set {STORE_VARIABLE}")


def _temporary() -> Path:
    return Path(tempfile.gettempdir()) / f"gofixmap-{os.geteuid() if os.name == 'posix' else 0}"


def _private(folder: Path) -> Path:
    """Makes the folder. Raises OSError where somebody else owns it or may write there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if os.name == "posix" and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
        raise OSError(f"others can write into {folder}")
    return folder
