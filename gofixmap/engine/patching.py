"""A patch against the files on disk: what it would make of them, or why it does not fit.

A patch comes from anywhere. A name that leads out of the root, through a symbolic link or into
git's own files ends it all; a hunk that does not fit is told of, together with all others.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from gofixmap.engine.entry import Change
from gofixmap.engine.ignore import repository_of
from gofixmap.engine.write import change_files, check_place
from gofixmap.errors import GofixmapError, PatchError
from gofixmap.patch.apply import apply_where_it_fits
from gofixmap.patch.model import FilePatch, Patch
from gofixmap.patch.reverse import reversed_patch
from gofixmap.workspace.root import find_root


class Plan(Struct, frozen=True):
    """What a patch makes of the files of `root`; None stands for no such file."""

    root: Path
    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]
    notes: tuple[str, ...]  # hunks that stand elsewhere than the patch says
    problems: tuple[PatchError, ...]  # what does not fit; nothing is written then
    modes: Mapping[str, int]  # of files that go

    @property
    def changes(self) -> tuple[Change, ...]:
        """The files that become different, by path."""
        return tuple(
            Change(path, self.before[path], self.after[path], self.modes.get(path))
            for path in sorted(self.after)
            if self.before[path] != self.after[path]
        )

    def write(self, command: str = "patch apply") -> tuple[str, ...]:
        """Changes the files, all or none, and so that undo takes it back; their paths.

        Raises the first problem, if there is one, and what `write` raises.
        """
        for problem in self.problems:
            raise problem
        changes = self.changes
        change_files(self.root, changes, command, allow_dirty=True, make_folders=True)
        return tuple(change.path for change in changes)


def top_of(folder: Path) -> Path:
    """Where the paths of a patch begin for somebody in `folder`.

    It is the top of the git repository, else the root of the Go workspace, else `folder` itself.
    """
    real = folder.resolve()
    top = repository_of(str(real))
    if top is None:
        top = find_root([str(real)], use_go_work=True, overlay={}).dir
    return Path(top)


def plan(patch: Patch, root: Path, *, prefix: str = "", reverse: bool = False) -> Plan:
    """Applies the patch in memory; `prefix` ("" or ending in a slash) stands before each path.

    Raises GofixmapError for a path that must not be written.
    """
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    notes: list[str] = []
    problems: list[PatchError] = []
    modes: dict[str, int] = {}
    for file in patch:
        _refuse_bad_name(root, file.path, prefix)
    for file in reversed_patch(patch) if reverse else patch:
        path = prefix + file.path
        if path not in before:
            before[path] = after[path] = _read(root, path, modes)
        try:
            after[path], told = _applied(file, path, after[path])
            notes += told
        except PatchError as problem:
            problems.append(_at(problem, prefix))
    return Plan(root, before, after, tuple(notes), tuple(problems), modes)


def _refuse_bad_name(root: Path, path: str, prefix: str) -> None:
    if not path or "\0" in path or path.endswith("/"):
        raise GofixmapError("the patch names no file", where=repr(path))
    if Path(path).is_absolute():  # a prefix must not hide it
        raise GofixmapError("lies outside of the workspace, not written", where=path)
    check_place(root, prefix + path)


def _read(root: Path, path: str, modes: dict[str, int]) -> bytes | None:
    place = root / path
    try:
        found = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise GofixmapError(f"cannot be read: {error.strerror}", where=path) from error
    if not stat.S_ISREG(found.st_mode):
        raise GofixmapError("is no regular file, not written", where=path)
    modes[path] = stat.S_IMODE(found.st_mode) & 0o777
    try:
        return place.read_bytes()
    except OSError as error:
        raise GofixmapError(f"cannot be read: {error.strerror}", where=path) from error


def _applied(
    file: FilePatch, path: str, data: bytes | None
) -> tuple[bytes | None, tuple[str, ...]]:
    if file.source is None:
        if data is not None:
            raise PatchError("the patch makes a file that is there", where=file.path)
        return apply_where_it_fits(file, b"")[0], ()
    if data is None:
        raise PatchError("the file to patch is not there", where=file.path)
    result, moved = apply_where_it_fits(file, data)
    if file.target is None:
        if result:
            raise PatchError("the patch removes a file that has more lines", where=file.path)
        return None, ()
    notes = (
        f"{path}: hunk {each.hunk} stands {_lines(each.lines)} than the patch says"
        for each in moved
    )
    return result, tuple(notes)


def _lines(count: int) -> str:
    plural = "s" if abs(count) != 1 else ""
    return f"{abs(count)} line{plural} further {'down' if count > 0 else 'up'}"


def _at(problem: PatchError, prefix: str) -> PatchError:
    return PatchError(problem.what, where=prefix + problem.where, hint=problem.hint)
