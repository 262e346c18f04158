"""Byte spans, and the one place where bytes become lines, columns and UTF-16 units."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

_NEWLINE = re.compile(rb"\n")


class Span(Struct, frozen=True, order=True):
    """A half-open range of byte offsets: `start` is inside, `end` is not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True when the two share a byte; an empty span shares none."""
        return self.start < other.end and other.start < self.end

    def of(self, data: bytes) -> bytes:
        return data[self.start : self.end]


class Position(Struct, frozen=True, order=True):
    """A place for people: `line` and `column` count from 1, `column` in bytes as Go prints it."""

    line: int
    column: int


_FEW = 16  # up to so many positions, counting newlines costs less than an index of all lines


class LineIndex:
    """Converts between byte offsets and positions of one file."""

    __slots__ = ("_asked", "_data", "_made")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._made: list[int] | None = None
        self._asked = 0

    @property
    def _starts(self) -> list[int]:
        """The offsets at which lines begin; made when it is first needed."""
        if self._made is None:
            self._made = [0, *[match.end() for match in _NEWLINE.finditer(self._data)]]
        return self._made

    @property
    def line_count(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        """Raises ValueError where `offset` (bytes) lies outside the file."""
        if not 0 <= offset <= len(self._data):
            raise ValueError(f"offset {offset} outside a file of {len(self._data)} bytes")
        if self._made is None and self._asked < _FEW:
            self._asked += 1
            line = self._data.count(b"\n", 0, offset) + 1
            return Position(line, offset - self._data.rfind(b"\n", 0, offset))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line_start(self, line: int) -> int:
        """The byte offset at which 1-based `line` begins."""
        return self._starts[line - 1]

    def line_span(self, line: int) -> Span:
        """The bytes of 1-based `line`, its line ending included."""
        last = line == len(self._starts)
        return Span(self._starts[line - 1], len(self._data) if last else self._starts[line])

    def line_of(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def offset(self, position: Position) -> int:
        """The byte offset of a position; raises ValueError outside the file."""
        if not 1 <= position.line <= len(self._starts):
            raise ValueError(f"no line {position.line}")
        offset = self._starts[position.line - 1] + position.column - 1
        if offset > len(self._data):
            raise ValueError(f"no column {position.column} in line {position.line}")
        return offset

    def utf16_column(self, offset: int) -> int:
        """The 0-based column in UTF-16 code units, as editors count."""
        start = self._starts[self.line_of(offset) - 1]
        text = self._data[start:offset].decode("utf-8", errors="replace")
        return len(text.encode("utf-16-le")) // 2

    def offset_of_utf16(self, line: int, column: int) -> int:
        """The byte offset of a 0-based line and 0-based UTF-16 column, clamped to the line."""
        span = self.line_span(line + 1)
        text = span.of(self._data).decode("utf-8", errors="replace").rstrip("\r\n")
        head = text.encode("utf-16-le")[: 2 * column].decode("utf-16-le", errors="ignore")
        return span.start + len(head.encode("utf-8"))
