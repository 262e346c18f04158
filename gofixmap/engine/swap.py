"""Puts the new contents of several files in place: all of them, or none.

Beside each file two stand-ins are made first: one with the new bytes, on disk, and a second name of
the old file. After that each file is one rename, and each rename can be taken back by another one,
for which no room on the disk is needed. The names of the stand-ins follow from the token of the
journal's entry, so that what a crash leaves behind is found again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from gofixmap.engine.entry import Change
from gofixmap.engine.journal import sync_folder
from gofixmap.errors import EnvironmentProblem, GofixmapError
from gofixmap.files import give_to

_NEW_MODE = 0o644
_NAME_BYTES = 80  # of a file's own name in those of its stand-ins, which may have 255


class UnfinishedError(EnvironmentProblem):
    """Some files are as before and some as after, and the journal's entry has to stay open."""


class _Place(Struct, frozen=True):
    """A file, where it is, and its stand-ins."""

    change: Change
    path: Path
    new: Path
    old: Path
    seen: tuple[int, int, int] | None  # what the file was known by when it was checked


class Swap:
    """Brings each file of `root` from `before` to `after`.

    The files were found to be as `before`, under the lock that is still held. `folders` are made
    first.
    """

    def __init__(
        self, root: Path, changes: Sequence[Change], token: str, folders: Sequence[str] = ()
    ) -> None:
        self._root = root
        self._folders = folders
        self._places = [_place(root, change, token) for change in changes]
        self._begun: list[_Place] = []
        self.is_put_back = False

    def run(self, commit: Callable[[], object]) -> None:
        """Swaps all files, then calls `commit`.

        Whatever stops this, Ctrl-C and a failing `commit` included, all files are put back and the
        error is raised again; where even that fails, UnfinishedError tells so. `is_put_back` says
        then whether that was done.
        """
        is_committed = False
        try:
            self._stage()
            for place in self._places:
                _refuse_changed(place)
                self._begun.append(place)
                _replace(place)
            for parent in sorted({place.path.parent for place in self._places}):
                sync_folder(parent)
            commit()
            is_committed = True
        except BaseException:
            if not is_committed:
                self._put_back()
            raise

    def clear(self) -> bool:
        """Removes all stand-ins; whether none is left. Who comes next knows their names."""
        left = 0
        for place in self._places:
            for each in (place.new, place.old):
                try:
                    each.unlink(missing_ok=True)
                except OSError:
                    left += 1
        return not left

    def _stage(self) -> None:
        for folder in self._folders:
            (self._root / folder).mkdir(exist_ok=True)
        for place in self._places:
            _stage(place)

    def _put_back(self) -> None:
        """Each file as it was; those that were not reached stay untouched."""
        failed: list[tuple[_Place, OSError]] = []
        for place in self._begun:
            try:
                if _is_replaced(place):
                    _restore(place)
            except OSError as error:
                failed.append((place, error))
        if failed:
            place, first = failed[0]
            raise UnfinishedError(
                f"{len(failed)} of {len(self._begun)} files could not be put back:"
                f" {first.strerror}",
                where=str(place.path),
                hint="`gofixmap undo` does it when the cause is mended",
            ) from first
        self.is_put_back = self.clear()
        remove_empty(self._root, self._folders)


def stand_ins(root: Path, path: str, token: str) -> tuple[Path, Path]:
    """Where the new and the old contents of a file wait beside it."""
    place = root / path
    data = os.fsencode(place.name)
    stem = f".{os.fsdecode(data[:_NAME_BYTES])}.{token}{sha256(data).hexdigest()[:8]}"
    return place.with_name(f"{stem}.new.tmp"), place.with_name(f"{stem}.old.tmp")


def sweep(root: Path, paths: Iterable[str], token: str) -> None:
    """Removes the stand-ins that a run with this token has left behind."""
    for path in paths:
        for each in stand_ins(root, path, token):
            with suppress(NotADirectoryError):  # where the folder was, a file is by now
                each.unlink(missing_ok=True)


def remove_empty(root: Path, folders: Sequence[str]) -> None:
    """Removes those of the folders that are empty, the deepest first."""
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):  # not empty, or not there
            (root / folder).rmdir()


def missing_folders(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """The folders that have to be made for files at `paths`, the outermost first."""
    found: set[str] = set()
    for path in paths:
        for parent in Path(path).parents:
            if parent != Path() and not (root / parent).is_dir():
                found.add(parent.as_posix())
    return tuple(sorted(found, key=len))


def _place(root: Path, change: Change, token: str) -> _Place:
    path = root / change.path
    new, old = stand_ins(root, change.path, token)
    return _Place(change, path, new, old, None if change.before is None else _signature(path))


def _signature(path: Path) -> tuple[int, int, int]:
    found = path.stat(follow_symlinks=False)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _stage(place: _Place) -> None:
    """Makes both stand-ins; the file itself is not touched."""
    change = place.change
    if change.before is None:
        if change.after is not None:
            _write(place.new, change.after, change.mode or _NEW_MODE, None)
        return
    like = place.path.stat()
    if not os.access(place.path, os.W_OK):
        raise PermissionError(13, "the file is read-only", str(place.path))
    mode = stat.S_IMODE(like.st_mode)
    if change.after is not None:
        _write(place.new, change.after, mode, like)
    try:
        place.old.hardlink_to(place.path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names: a copy then
        _write(place.old, change.before, mode, like)


def _write(path: Path, data: bytes, mode: int, like: os.stat_result | None) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        if like is not None:
            give_to(stream.fileno(), like)
        path.chmod(mode)
        os.fsync(stream.fileno())


def _refuse_changed(place: _Place) -> None:
    """The last look before the rename, for what others do without asking for the lock."""
    if place.seen is None:
        if os.path.lexists(place.path):
            raise GofixmapError("is there by now, nothing was written", where=place.change.path)
    elif _signature(place.path) != place.seen:
        raise GofixmapError(
            "has changed while it was being rewritten, nothing was written",
            where=place.change.path,
            hint="run again",
        )


def _replace(place: _Place) -> None:
    if place.change.after is None:
        place.path.unlink()
    else:
        place.new.replace(place.path)


def _is_replaced(place: _Place) -> bool:
    """Whether the system has done what was begun: Ctrl-C may come just before or just after."""
    return not os.path.lexists(place.path if place.change.after is None else place.new)


def _restore(place: _Place) -> None:
    if place.change.before is None:
        place.path.unlink()
    else:
        place.old.replace(place.path)
