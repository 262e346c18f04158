"""A part of a patch: some of its hunks, with the line numbers that they then have."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from gofixmap.patch.model import FilePatch, Hunk, Patch


def select_hunks(patch: Patch, wanted: Callable[[FilePatch, Hunk], bool]) -> Patch:
    """The patch with only the hunks that are wanted; files without any are left out.

    A file that is created or deleted without content has no hunk to ask about and is kept.
    """
    files = []
    for file in patch:
        kept = [hunk for hunk in file.hunks if wanted(file, hunk)]
        if kept or not file.hunks:
            files.append(replace(file, hunks=_renumbered(kept)))
    return Patch(tuple(files))


def _renumbered(hunks: list[Hunk]) -> tuple[Hunk, ...]:
    shift = 0
    renumbered = []
    for hunk in hunks:
        source, target = len(hunk.source), len(hunk.target)
        start = hunk.source_start + shift
        if not source and target:
            start += 1  # an empty range names the line before it, a filled one its first line
        elif source and not target:
            start -= 1
        renumbered.append(replace(hunk, target_start=start))
        shift += target - source
    return tuple(renumbered)
