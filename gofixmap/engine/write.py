"""Puts new contents on disk: all of a run's files, or none.

Every file is first checked (a regular file below the root, with the bytes that were analysed, and
without uncommitted changes) and its new bytes written beside it and synced; only then are they
renamed into place, one system call each. A failure or Ctrl-C in between puts back what was renamed.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gofixmap.engine.dirty import dirty_files
from gofixmap.errors import EnvironmentProblem, GofixmapError
from gofixmap.model import RunResult

_NEW_MODE = 0o644


@dataclass(slots=True)
class _Staged:
    """One file's new bytes on disk, not yet in place."""

    path: Path
    new: Path
    before: bytes | None  # None for a file that is new
    mode: int


def write_result(result: RunResult, *, allow_dirty: bool = False) -> tuple[str, ...]:
    """Writes `result.after`; the paths written. See `write`."""
    return write(Path(result.root), result.before, result.after, allow_dirty=allow_dirty)


def write(
    root: Path,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    *,
    allow_dirty: bool = False,
) -> tuple[str, ...]:
    """Replaces or makes files below `root`, all or none; returns their paths, sorted.

    A file without an entry in `before` is new. Raises GofixmapError, with nothing changed, where a
    path leaves the root or passes a symbolic link, a file is not as it was analysed, has
    uncommitted changes, or cannot be written.
    """
    paths = sorted(after)
    places = {path: _checked(root, path, before.get(path)) for path in paths}
    if not allow_dirty:
        _refuse_dirty(root, paths)
    staged: list[_Staged] = []
    try:
        staged += (_stage(places[path], before.get(path), after[path]) for path in paths)
        _commit(staged)
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot write: {error.strerror}",
            where=str(error.filename or root),
            hint="nothing was changed",
        ) from error
    finally:
        for each in staged:
            each.new.unlink(missing_ok=True)
    return tuple(paths)


def _checked(root: Path, path: str, before: bytes | None) -> Path:
    place = root / path
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise GofixmapError("lies outside of the workspace, not written", where=path)
    if place.is_symlink() or place.parent.resolve() != (root.resolve() / path).parent:
        raise GofixmapError("is reached through a symbolic link, not written", where=path)
    if before is None:
        if place.exists():
            raise GofixmapError(
                "is there by now, nothing was written", where=path, hint="run again"
            )
        return place
    if not place.is_file():
        raise GofixmapError("is no longer a regular file, not written", where=path)
    if place.read_bytes() != before:
        raise GofixmapError(
            "has changed since it was analysed, nothing was written", where=path, hint="run again"
        )
    return place


def _stage(place: Path, before: bytes | None, after: bytes) -> _Staged:
    mode = _NEW_MODE if before is None else stat.S_IMODE(place.stat().st_mode)
    if before is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, "the file is read-only", str(place))
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".tmp", dir=place.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(mode)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return _Staged(place, new, before, mode)


def _commit(staged: Sequence[_Staged]) -> None:
    """Renames all into place; whatever stops it half way, Ctrl-C included, is undone."""
    done: list[_Staged] = []
    try:
        for each in staged:
            done.append(each)
            each.new.replace(each.path)
    except BaseException:
        for each in done:
            _put_back(each)
        raise
    _sync_directories({each.path.parent for each in staged})


def _put_back(each: _Staged) -> None:
    if each.new.exists():  # not renamed yet
        return
    if each.before is None:
        each.path.unlink(missing_ok=True)
        return
    back = _stage(each.path, each.path.read_bytes(), each.before)
    back.new.replace(each.path)


def _sync_directories(directories: Iterable[Path]) -> None:
    """Makes the renames last through a power cut, where the system can sync a directory."""
    for directory in directories:
        with suppress(OSError):
            handle = os.open(directory, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _refuse_dirty(root: Path, paths: Sequence[str]) -> None:
    dirty = dirty_files(root, paths)
    if dirty:
        more = f" and {len(dirty) - 1} more" if len(dirty) > 1 else ""
        raise GofixmapError(
            f"has uncommitted changes{more}, nothing was written",
            where=dirty[0],
            hint="commit or stash them, or use --allow-dirty",
        )
