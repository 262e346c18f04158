"""What is asked of a file system, in one place: the one below every read of an analysis.

A process that analyses a tree of another machine has no such tree. It puts an answerer of its own
in the place of this machine's files, and everything above reads that.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a FIFO must not wait for a writer
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class Entry(Protocol):
    """One name in a directory, as `os.DirEntry` has it."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    def is_dir(self, *, follow_symlinks: bool = True) -> bool: ...
    def is_file(self, *, follow_symlinks: bool = True) -> bool: ...
    def is_symlink(self) -> bool: ...


class Files(Protocol):
    """A file system to read. Paths are absolute, with forward slashes."""

    def read(self, path: str, limit: int, largest: int) -> bytes | None:
        """A regular file's bytes, links followed; None where there is none to read.

        At most `limit` of them where that is not negative, else None for more than `largest`.
        """

    def contents(self, path: str) -> bytes:
        """All bytes of a file. Raises OSError where it cannot be read."""

    def scan(self, directory: str) -> AbstractContextManager[Iterable[Entry]]:
        """The names in a directory. Raises OSError or ValueError where it cannot be listed."""

    def is_file(self, path: str) -> bool:
        """Whether it is a regular file, links followed."""

    def is_directory(self, path: str) -> bool:
        """Whether it is a directory, links followed."""

    def is_link(self, path: str) -> bool:
        """Whether the path itself is a symbolic link."""

    def real(self, path: str) -> str:
        """The path with symbolic links resolved, where the system can make sense of it."""


class Machine:
    """The files of this machine."""

    def read(self, path: str, limit: int, largest: int) -> bytes | None:
        try:
            handle = os.open(path, _FLAGS)
        except (OSError, ValueError):
            return None
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                return None
            if limit >= 0:
                return os.read(handle, limit)
            if status.st_size > largest:
                return None
            with os.fdopen(handle, "rb", closefd=False) as stream:
                return stream.read()
        except OSError:
            return None
        finally:
            os.close(handle)

    def contents(self, path: str) -> bytes:
        """In three system calls: thousands of files are read for each that matters."""
        handle = os.open(path, _FLAGS)
        try:
            size = os.fstat(handle).st_size
            data = os.read(handle, size + 1)
            if len(data) == size:
                return data
            pieces = [data]
            while piece := os.read(handle, 1 << 20):
                pieces.append(piece)
            return b"".join(pieces)
        finally:
            os.close(handle)

    def scan(self, directory: str) -> AbstractContextManager[Iterable[Entry]]:
        return os.scandir(directory)

    def is_file(self, path: str) -> bool:
        try:
            return stat.S_ISREG(Path(path).stat().st_mode)
        except (OSError, ValueError):
            return False

    def is_directory(self, path: str) -> bool:
        try:
            return Path(path).is_dir()
        except (OSError, ValueError):
            return False

    def is_link(self, path: str) -> bool:
        try:
            return stat.S_ISLNK(os.lstat(path).st_mode)
        except (OSError, ValueError):
            return False

    def real(self, path: str) -> str:
        try:
            return os.path.realpath(path).replace(os.sep, "/")
        except (OSError, ValueError):
            return path


_files: Files = Machine()


def files() -> Files:
    """The file system that this process reads."""
    return _files


@contextmanager
def reading(other: Files) -> Iterator[None]:
    """Puts `other` in the place of the file system, for the whole process, while it lasts."""
    global _files
    before, _files = _files, other
    try:
        yield
    finally:
        _files = before
