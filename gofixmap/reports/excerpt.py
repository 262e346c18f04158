"""A few lines of a file around a place in it."""

from __future__ import annotations

from typing import NamedTuple

from gofixmap.reports.lines import harmless
from gofixmap.text import Span

_AROUND = 2  # lines before the first and behind the last
_MOST_LINES = 12  # of what was found; more of it is cut off


class Excerpt(NamedTuple):
    """Whole lines in three parts, harmless to show; `line` is the number of the first."""

    line: int
    before: str
    found: str
    after: str


def excerpt_of(data: bytes, span: Span) -> Excerpt:
    """The lines of `span`, the part inside apart; the file may have become shorter since."""
    start = min(span.start, len(data))
    end = max(start, min(span.end, _end_of_lines(data, start, _MOST_LINES), len(data)))
    first = _start_of_lines(data, start, _AROUND)
    last = _end_of_lines(data, end, _AROUND + 1)
    is_ended = data[first:last].endswith(b"\n")
    return Excerpt(
        data.count(b"\n", 0, first) + 1,
        _shown(data[first:start]),
        _shown(data[start:end]),
        _shown(data[end:last]) + ("" if is_ended else "\n"),
    )


def _start_of_lines(data: bytes, offset: int, more: int) -> int:
    """Where the line of `offset` begins, or the one so many lines above."""
    at = offset
    for _ in range(more + 1):
        at = data.rfind(b"\n", 0, at)
        if at < 0:
            return 0
    return at + 1


def _end_of_lines(data: bytes, offset: int, count: int) -> int:
    """Behind the end of the line of `offset`, or of one so many lines in all."""
    at = offset
    for _ in range(count):
        at = data.find(b"\n", at) + 1
        if at == 0:
            return len(data)
    return at


def _shown(data: bytes) -> str:
    text = data.replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
    return "\n".join(harmless(line) for line in text.split("\n"))
