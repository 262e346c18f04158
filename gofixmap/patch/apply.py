"""Patches applied to contents; a hunk whose lines are not where it says is refused."""

from __future__ import annotations

from collections.abc import Callable

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


def _applied(file: FilePatch, data: bytes) -> bytes:
    lines = split_lines(data)
    pieces: list[bytes] = []
    at = 0
    for hunk in file.hunks:
        start = _place(file, hunk, lines, at)
        pieces.extend(lines[at:start])
        pieces.extend(hunk.target)
        at = start + len(hunk.source)
    pieces.extend(lines[at:])
    result = b"".join(pieces)
    if any(not piece.endswith(b"\n") for piece in pieces[:-1]):
        raise PatchError("a line without an ending would stand inside the file", where=file.path)
    return result


def _place(file: FilePatch, hunk: Hunk, lines: list[bytes], at: int) -> int:
    """The 0-based line at which the hunk begins, once its lines are found to be there."""
    source = hunk.source
    start = hunk.source_start - 1 if source else hunk.source_start
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
