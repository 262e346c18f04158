"""Edits applied and the columns around them aligned again, as gofmt aligns them.

How wide a column is depends on every line of its section, and so on all fixes of a file together;
a fix therefore writes single blanks, and `rewrite` settles the columns once. A place that was not
aligned as gofmt would have it before is left as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap.edits.apply import apply_edits, merge
from gofixmap.edits.columns import column_widths
from gofixmap.edits.lines import opens_line
from gofixmap.edits.sections import Row, lists_in, top_level
from gofixmap.model import Edit

if TYPE_CHECKING:
    from gofixmap.syntax.source import SourceFile

_Lines = tuple[int, int]  # first and last line, from 1, both included


def rewrite(data: bytes, edits: Sequence[Edit]) -> bytes:
    """`data` with the edits of one file applied and the touched columns aligned.

    Raises EditError as `apply_edits` does. Lines are neither added nor removed by the alignment.
    """
    merged = merge(edits)
    after = apply_edits(data, merged)
    if not merged:
        return after
    from gofixmap.syntax.source import SourceFile

    path = merged[0].path
    old, new = SourceFile(path, data), SourceFile(path, after)
    windows = [
        place
        for (window, place) in zip(_before(old, merged), _after(new, merged), strict=True)
        if not alignment(old, [window])
    ]
    changes = alignment(new, windows)
    return apply_edits(after, changes) if changes else after


def _before(file: SourceFile, edits: Sequence[Edit]) -> list[_Lines]:
    lines = file.lines
    return [(lines.line_of(edit.start) - 1, lines.line_of(edit.end) + 1) for edit in edits]


def _after(file: SourceFile, edits: Sequence[Edit]) -> list[_Lines]:
    windows, shift, lines = [], 0, file.lines
    for edit in edits:
        size = len(edit.text.encode("utf-8"))
        start = edit.start + shift
        windows.append((lines.line_of(start) - 1, lines.line_of(start + size) + 1))
        shift += size - (edit.end - edit.start)
    return windows


def alignment(file: SourceFile, windows: Sequence[_Lines]) -> list[Edit]:
    """The edits that align the sections with a line in one of `windows`; empty when aligned."""
    if not windows:
        return []
    wanted = _Wanted(file, windows)
    changes: dict[int, Edit] = {}
    for rows in _lists(file, wanted):
        for section in _sections(file, rows):
            if any(wanted.line(file.lines.line_of(row.starts[0] or 0)) for row in section):
                changes.update((edit.start, edit) for edit in _aligned(file, section))
    return [changes[start] for start in sorted(changes)]


class _Wanted:
    """Whether a line, or a line of a byte range, lies in one of some windows."""

    def __init__(self, file: SourceFile, windows: Sequence[_Lines]) -> None:
        self._lines = file.lines
        self._windows: list[list[int]] = []
        for first, last in sorted(windows):
            if self._windows and first <= self._windows[-1][1]:
                self._windows[-1][1] = max(last, self._windows[-1][1])
            else:
                self._windows.append([first, last])
        self._lasts = [last for _, last in self._windows]

    def line(self, line: int) -> bool:
        return self._meets(line, line)

    def span(self, start: int, end: int) -> bool:
        return self._meets(self._lines.line_of(start), self._lines.line_of(end))

    def _meets(self, first: int, last: int) -> bool:
        at = bisect_left(self._lasts, first)
        return at < len(self._windows) and self._windows[at][0] <= last


def _lists(file: SourceFile, wanted: _Wanted) -> Iterator[list[Row]]:
    yield from top_level(file, wanted.span)
    for declaration in file.declarations:
        if wanted.span(declaration.span.start, declaration.span.end):
            yield from lists_in(declaration.root, wanted.span)


def _sections(file: SourceFile, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows on successive lines that go/printer does not separate, each first on its line."""
    section: list[Row] = []
    above = 0
    for row in rows:
        first = row.starts[0] or 0
        if not opens_line(file.data, first):
            continue
        line = file.lines.line_of(first)
        if section and not (row.joined and line == above + 1):
            yield section
            section = []
        section.append(row)
        above = line
    if section:
        yield section


def _aligned(file: SourceFile, section: Sequence[Row]) -> list[Edit]:
    placed = [_cells(file, row) for row in section]
    texts = [[file.data[a:b].decode("utf-8", "replace") for a, b in cells] for cells in placed]
    widths = column_widths(texts)
    edits: list[Edit] = []
    for cells, words, columns in zip(placed, texts, widths, strict=True):
        edits.extend(_gaps(file, cells, words, columns))
    return edits


def _gaps(
    file: SourceFile, cells: Sequence[tuple[int, int]], words: Sequence[str], widths: Sequence[int]
) -> Iterator[Edit]:
    """The blanks between the cells of one row, where they are not what they should be."""
    end, pending = cells[0][0], 0
    for (start, stop), word, width in zip(cells, words, [*widths, 0], strict=True):
        if start < stop:
            gap = file.data[end:start]
            if len(gap) != pending and not gap.strip(b" \t"):
                yield Edit(file.path, end, start, " " * pending)
            end, pending = stop, 0
        pending += width - len(word)


def _cells(file: SourceFile, row: Row) -> list[tuple[int, int]]:
    """The spans of a row's cells on its own line, comments at its end included."""
    first = row.starts[0] or 0
    line = file.lines.line_span(file.lines.line_of(first))
    end = line.start + len(file.data[line.start : line.end].rstrip(b" \t\r\n"))
    comments = _trailing_comments(file, first, end)
    starts: list[int | None] = []
    for start in row.starts:
        if start is not None and start >= (comments[0] if comments else end):
            break
        starts.append(start)
    else:
        starts += [None] * (row.tabs if comments else 0)
    if not comments:
        while starts[-1] is None:
            starts.pop()
    return _spans(file, [*starts, *comments], end)


def _spans(file: SourceFile, starts: Sequence[int | None], end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    following = end
    for start in reversed(starts):
        if start is None:
            spans.append((following, following))
            continue
        text = file.data[start:following].rstrip(b" \t")
        spans.append((start, start + len(text)))
        following = start
    spans.reverse()
    return spans


def _trailing_comments(file: SourceFile, first: int, end: int) -> list[int]:
    """Where the comments begin that end the line `first:end`, empty where code ends it."""
    found: list[int] = []
    at = end
    comments = file.comments
    number = bisect_left(comments, at, key=lambda span: span.start) - 1
    while number >= 0 and comments[number].start > first:
        span = comments[number]
        if span.end < at and file.data[span.end : at].strip(b" \t"):
            break
        if span.end > end:
            return []
        found.append(span.start)
        at = span.start
        number -= 1
    found.reverse()
    return found
