"""Byte offsets and the positions of the protocol, in the encoding that was negotiated."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from lsprotocol import types

from gofixmap.text import Span

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
_END = re.compile(rb"\r\n|\n|\r")
_UNITS = {UTF16: ("utf-16-le", 2), UTF32: ("utf-32-le", 4)}


class Positions:
    """Converts between byte offsets of one text and positions: 0-based line and code units.

    The protocol ends lines at `\\n`, `\\r\\n` and a lone `\\r`, Go only at the first two; here it
    is the protocol that counts.
    """

    __slots__ = ("_data", "_encoding", "_starts")

    def __init__(self, data: bytes, encoding: str = UTF16) -> None:
        """`encoding` is one of `utf-8`, `utf-16` and `utf-32`."""
        self._data = data
        self._encoding = str(encoding)
        self._starts = line_starts(data)

    def position(self, offset: int) -> types.Position:
        """The position of a byte offset, which is moved into the text where it is outside."""
        offset = min(max(offset, 0), len(self._data))
        line = bisect_right(self._starts, offset) - 1
        return types.Position(line, self._units(self._data[self._starts[line] : offset]))

    def _units(self, piece: bytes) -> int:
        if self._encoding == UTF8 or piece.isascii():
            return len(piece)
        name, size = _UNITS[self._encoding]
        return len(piece.decode("utf-8", errors="replace").encode(name)) // size

    def offset(self, position: types.Position) -> int:
        """The byte offset of a position; a column past the end of its line is that end.

        A column inside of a character is its beginning.
        """
        if position.line >= len(self._starts):
            return len(self._data)
        start = self._starts[position.line]
        piece = self._line(position.line)
        if piece.isascii():
            return start + min(position.character, len(piece))
        return start + self._bytes(piece, position.character)

    def _line(self, line: int) -> bytes:
        """The bytes of a line without its ending."""
        last = line + 1 == len(self._starts)
        end = len(self._data) if last else self._starts[line + 1]
        return self._data[self._starts[line] : end].rstrip(b"\r\n")

    def _bytes(self, piece: bytes, units: int) -> int:
        """How many bytes of a line come before a column."""
        if self._encoding == UTF8:
            cut = min(units, len(piece))
            while 0 < cut < len(piece) and piece[cut] & 0xC0 == 0x80:
                cut -= 1
            return cut
        name, size = _UNITS[self._encoding]
        units_of_line = piece.decode("utf-8", errors="replace").encode(name)
        head = units_of_line[: size * units].decode(name, errors="ignore")
        return len(head.encode("utf-8"))

    def range(self, span: Span) -> types.Range:
        return types.Range(self.position(span.start), self.position(span.end))

    def span(self, range: types.Range) -> Span:
        """The bytes of a range; the two ends in order, whatever the client sent."""
        first, last = self.offset(range.start), self.offset(range.end)
        return Span(min(first, last), max(first, last))


@lru_cache(maxsize=8)  # a keystroke asks for the same text several times
def line_starts(data: bytes) -> tuple[int, ...]:
    """The offsets at which the lines of the protocol begin."""
    return (0, *[match.end() for match in _END.finditer(data)])
