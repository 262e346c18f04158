"""Temporary folders of ours: gone at the end, and those of killed processes at the next beginning.

Who uses a folder holds a lock on it, which the system frees when its holder dies. Process numbers
would not do: they are used again, and containers that share a temporary directory have their own.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

_NEW = "gofixmap-new-"  # not locked yet, so nobody takes it for a left one


def prefix_of(kind: str) -> str:
    """What the names of the folders of a kind begin with."""
    return f"gofixmap-{kind}.d-"  # earlier versions locked nothing, and had other names


class Scratch:
    """A folder that only its user may read, locked until it is closed."""

    def __init__(self, kind: str) -> None:
        sweep(kind)
        new = Path(tempfile.mkdtemp(prefix=_NEW))
        self._lock = _locked(new)
        self.path = new.rename(new.with_name(prefix_of(kind) + new.name.removeprefix(_NEW)))

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def sweep(kind: str) -> None:
    """Removes the folders of a kind whose users have died."""
    prefix = prefix_of(kind)
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        left = [Path(entry.path) for entry in entries if entry.name.startswith(prefix)]
        for path in left:
            remove_left(path)


def remove_left(path: Path) -> bool:
    """Removes a folder that nobody holds; whether it is gone."""
    with _taken(path) as is_ours:
        if is_ours:
            shutil.rmtree(path, ignore_errors=True)
    return not path.exists()


@contextmanager
def _taken(path: Path) -> Iterator[bool]:
    """Whether the folder is the user's, and held by nobody but us within."""
    lock = None
    with suppress(OSError):
        lock = _locked(path)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)


def _locked(path: Path) -> int | None:
    """A descriptor that holds the lock on a folder; None where it cannot be had."""
    if sys.platform == "win32":
        return None
    import fcntl

    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
    except OSError:  # somebody holds it, or the file system has no locks
        pass
    os.close(descriptor)
    return None
