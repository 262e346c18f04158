"""Columns of fields, values, comments and one-line bodies, aligned as gofmt aligns them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap.edits.columns import column_widths
from gofixmap.edits.lines import Lines, opens_line
from gofixmap.edits.sections import Row, lists_in, top_level
from gofixmap.model import Edit
from gofixmap.syntax import lexer

if TYPE_CHECKING:
    from gofixmap.syntax.source import SourceFile


def alignment(file: SourceFile, wanted: Lines) -> list[Edit]:
    """The edits that align the sections with a wanted line; empty when they are aligned."""
    changes: dict[int, Edit] = {}
    comments = _Comments(file)
    for rows in _lists(file, wanted):
        for section in _sections(file, rows):
            if any(wanted.span(row.starts[0] or 0, row.starts[0] or 0) for row in section):
                changes.update((edit.start, edit) for edit in _aligned(file, section, comments))
    return [changes[start] for start in sorted(changes)]


class _Comments:
    """The comments of a file, looked for in the declarations that are asked about."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._starts = [0, *(each.span.start for each in file.declarations)]
        self._found: dict[int, list[tuple[int, int]]] = {}

    def around(self, offset: int) -> list[tuple[int, int]]:
        """Those of the declaration at an offset, and behind it up to the next one, in order."""
        number = bisect_right(self._starts, offset) - 1
        if number not in self._found:
            data, last = self._file.data, number + 1 == len(self._starts)
            end = len(data) if last else self._starts[number + 1]
            self._found[number] = list(lexer.comments(data, self._starts[number], end))
        return self._found[number]


def _lists(file: SourceFile, wanted: Lines) -> Iterator[list[Row]]:
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


def _aligned(file: SourceFile, section: Sequence[Row], comments: _Comments) -> list[Edit]:
    placed = [_cells(file, row, comments) for row in section]
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


def _cells(file: SourceFile, row: Row, known: _Comments) -> list[tuple[int, int]]:
    """The spans of a row's cells on its own line, comments at its end included."""
    first = row.starts[0] or 0
    line = file.lines.line_span(file.lines.line_of(first))
    end = line.start + len(file.data[line.start : line.end].rstrip(b" \t\r\n"))
    comments = _trailing_comments(file, known.around(first), first, end)
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


def _trailing_comments(
    file: SourceFile, comments: Sequence[tuple[int, int]], first: int, end: int
) -> list[int]:
    """Where the comments begin that end the line `first:end`, empty where code ends it."""
    found: list[int] = []
    at = end
    number = bisect_left(comments, (at,)) - 1
    while number >= 0 and comments[number][0] > first:
        start, stop = comments[number]
        if stop < at and file.data[stop:at].strip(b" \t"):
            break
        if stop > end:
            return []
        found.append(start)
        at = start
        number -= 1
    found.reverse()
    return found
