"""A patch the other way round."""

from __future__ import annotations

from gofixmap.patch.model import FilePatch, Hunk, HunkLine, Patch

_OTHER = {"-": "+", "+": "-", " ": " "}


def reversed_patch(patch: Patch) -> Patch:
    """The patch that takes back what `patch` does: the last file first."""
    return Patch(tuple(_file(file) for file in reversed(patch.files)))


def _file(file: FilePatch) -> FilePatch:
    return FilePatch(file.target, file.source, tuple(_hunk(hunk) for hunk in file.hunks))


def _hunk(hunk: Hunk) -> Hunk:
    lines = tuple(HunkLine(_OTHER[line.kind], line.text) for line in hunk.lines)
    return Hunk(hunk.target_start, hunk.source_start, _removals_first(lines), hunk.heading)


def _removals_first(lines: tuple[HunkLine, ...]) -> tuple[HunkLine, ...]:
    """In each change what goes stands before what comes, as in any patch."""
    result: list[HunkLine] = []
    added: list[HunkLine] = []
    for line in lines:
        if line.kind == "+":
            added.append(line)
            continue
        if line.kind == " ":
            result += added
            added = []
        result.append(line)
    return (*result, *added)
