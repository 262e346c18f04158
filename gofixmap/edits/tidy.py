"""Edits applied, and the lines around them laid out again as gofmt lays them out.

How wide a column is depends on every line of its section, and so on all fixes of a file together;
a fix therefore writes single blanks, and `rewrite` settles blanks, one-line bodies and columns
once. A place that gofmt would have changed before is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gofixmap.edits.align import alignment
from gofixmap.edits.apply import apply_edits, merge
from gofixmap.edits.bodies import long_bodies
from gofixmap.edits.lines import Lines
from gofixmap.edits.spacing import spacing
from gofixmap.model import Edit
from gofixmap.syntax.source import SourceFile

_Window = tuple[int, int]  # first and last line, from 1, both included
_Pass = Callable[[SourceFile, Lines], list[Edit]]


def _spacing(file: SourceFile, lines: Lines) -> list[Edit]:
    return spacing(file, lines.span)


def _long_bodies(file: SourceFile, lines: Lines) -> list[Edit]:
    return long_bodies(file, lines.span)


# Each pass, and by how many lines beyond the edited ones it looks.
_PASSES: tuple[tuple[_Pass, int], ...] = ((_spacing, 0), (_long_bodies, 0), (alignment, 1))


def rewrite(data: bytes, edits: Sequence[Edit]) -> bytes:
    """`data` with the edits of one file applied and, in a Go file, the touched lines laid out.

    Raises EditError as `apply_edits` does.
    """
    merged = merge(edits)
    after = apply_edits(data, merged)
    if not merged or not merged[0].path.endswith(".go"):
        return after
    old, new = SourceFile(merged[0].path, data), SourceFile(merged[0].path, after)
    before = [(old.lines.line_of(edit.start), old.lines.line_of(edit.end)) for edit in merged]
    places = _moved(old, merged, before, new)
    for tidy, beyond in _PASSES:
        wanted = places
        if tidy(old, _lines(old, before, beyond)):
            clean = [not tidy(old, _lines(old, [window], beyond)) for window in before]
            wanted = [place for place, is_clean in zip(places, clean, strict=True) if is_clean]
        changes = merge(tidy(new, _lines(new, wanted, beyond))) if wanted else ()
        if changes:
            changed = SourceFile(new.path, apply_edits(new.data, changes))
            places = _moved(new, changes, places, changed)
            new = changed
    return new.data


def _lines(file: SourceFile, windows: Sequence[_Window], beyond: int) -> Lines:
    widened = [(first - beyond, last + beyond) for first, last in windows]
    return Lines(file.lines, widened)


def _moved(
    old: SourceFile, edits: Sequence[Edit], windows: Sequence[_Window], new: SourceFile
) -> list[_Window]:
    """Where windows of lines of `old` lie in `new`, which the sorted edits make of it."""
    moved = []
    for first, last in windows:
        start = _offset_after(edits, old.lines.line_start(first))
        end = _offset_after(edits, old.lines.line_span(last).end, inclusive=True)
        at = new.lines.line_of(max(end - 1, start))
        moved.append((new.lines.line_of(start), at))
    return moved


def _offset_after(edits: Sequence[Edit], offset: int, *, inclusive: bool = False) -> int:
    """An offset between lines seen behind the edits; insertions at it count when `inclusive`."""
    shift = 0
    for edit in edits:
        if edit.start > offset or (edit.start == offset and not inclusive):
            break
        size = len(edit.text.encode("utf-8"))
        if edit.end > offset:
            return edit.start + shift + (size if inclusive else 0)
        shift += size - (edit.end - edit.start)
    return offset + shift
