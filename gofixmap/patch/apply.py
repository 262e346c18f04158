"""Patches applied to contents; a hunk whose lines are not where it says is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from gofixmap.errors import PatchError
from gofixmap.patch.lines import split_lines
from gofixmap.patch.model import FilePatch, Hunk, Patch


def apply_patch(patch: Patch, read: Callable[[str], bytes]) -> dict[str, bytes]:
    """The new contents of the files of a patch that neither creates nor deletes any.

    `read` gives the present contents of a path. Raises PatchError, naming file and line, where
    they are not those that the patch was made from.
    """
    for file in patch:
        if file.source is None or file.target is None:
            raise PatchError("the patch creates or deletes a file", where=file.path)
    return {path: data or b"" for path, data in apply_files(patch, read).items()}


def apply_files(patch: Patch, read: Callable[[str], bytes | None]) -> dict[str, bytes | None]:
    """As `apply_patch`, with None for a file that does not exist (before or after)."""
    result: dict[str, bytes | None] = {}
    for file in patch:
        if file.source is None:
            if read(file.path) is not None:
                raise PatchError("the patch creates a file that exists", where=file.path)
            result[file.path] = _applied(file, b"")
            continue
        data = read(file.source)
        if data is None:
            raise PatchError("the file to patch does not exist", where=file.source)
        after = _applied(file, data)
        if file.target is None and after:
            raise PatchError("the patch deletes a file that has more content", where=file.source)
        if file.target != file.source:
            result[file.source] = None
        if file.target is not None:
            result[file.target] = after
    return result


class Moved(Struct, frozen=True):
    """A hunk, counted from 1, that was found `lines` further down (or up, if negative)."""

    hunk: int
    lines: int


def apply_where_it_fits(file: FilePatch, data: bytes) -> tuple[bytes, tuple[Moved, ...]]:
    """The new contents, where the lines of a hunk may stand elsewhere than it says.

    They must stand there exactly once, as they are. Raises PatchError, naming file and line.
    """
    lines = split_lines(data)
    moved: list[Moved] = []
    starts: list[int] = []
    at = shift = 0
    for number, hunk in enumerate(file.hunks, 1):
        start = _fitting(file, hunk, lines, at, shift)
        shift = start - _said(hunk)
        if shift:
            moved.append(Moved(number, shift))
        starts.append(start)
        at = start + len(hunk.source)
    return _joined(file, lines, starts), tuple(moved)


def _fitting(file: FilePatch, hunk: Hunk, lines: Sequence[bytes], at: int, shift: int) -> int:
    """The 0-based line at which the hunk's lines are: where it says, moved as the last hunk was,
    or else at the one place behind it."""
    source = hunk.source
    if not source and lines:
        raise PatchError(
            "a hunk has no lines around what it adds, so its place is not known",
            where=f"{file.path}:{hunk.source_start}",
            hint="make the patch with context",
        )
    for start in (_said(hunk) + shift, _said(hunk)):
        if start >= at and tuple(lines[start : start + len(source)]) == source:
            return start
    last = len(lines) - len(source)
    found = [
        start
        for start in range(at, last + 1)
        if lines[start] == source[0] and tuple(lines[start : start + len(source)]) == source
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise PatchError(
            f"the hunk would fit in {len(found)} places",
            where=f"{file.path}:{hunk.source_start}",
            hint="make the patch again",
        )
    return _place(file, hunk, lines, at)


def _applied(file: FilePatch, data: bytes) -> bytes:
    lines = split_lines(data)
    starts: list[int] = []
    at = 0
    for hunk in file.hunks:
        starts.append(_place(file, hunk, lines, at))
        at = starts[-1] + len(hunk.source)
    return _joined(file, lines, starts)


def _joined(file: FilePatch, lines: Sequence[bytes], starts: Sequence[int]) -> bytes:
    """The lines with those of each hunk in the place of those that it takes away."""
    pieces: list[bytes] = []
    at = 0
    for hunk, start in zip(file.hunks, starts, strict=True):
        pieces.extend(lines[at:start])
        pieces.extend(hunk.target)
        at = start + len(hunk.source)
    pieces.extend(lines[at:])
    if any(not piece.endswith(b"\n") for piece in pieces[:-1]):
        raise PatchError("a line without an ending would stand inside the file", where=file.path)
    return b"".join(pieces)


def _said(hunk: Hunk) -> int:
    """The 0-based line at which the hunk says that it begins."""
    return hunk.source_start - 1 if hunk.source else hunk.source_start


def _place(file: FilePatch, hunk: Hunk, lines: Sequence[bytes], at: int) -> int:
    """The 0-based line at which the hunk begins, once its lines are found to be there."""
    source = hunk.source
    start = _said(hunk)
    if start < at:
        raise PatchError("hunks overlap or are out of order", where=f"{file.path}:{start + 1}")
    for number, expected in enumerate(source):
        place = start + number
        if place >= len(lines) or lines[place] != expected:
            raise PatchError(
                "the file has changed since the patch was made",
                where=f"{file.path}:{place + 1}",
                hint="make the patch again",
            )
    if start > len(lines):
        raise PatchError("a hunk lies behind the end of the file", where=f"{file.path}:{start}")
    return start
