"""Lines of a Go file as edits need them: indentation, line endings, shifting a text."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable
from typing import Protocol

from gofixmap.text import LineIndex

# Only raw strings and general comments span lines; the others are matched so that a back quote
# or a comment opener inside them is not taken for one.
_MULTILINE = re.compile(
    r"""`[^`]*`|/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL
)


class Bytes(Protocol):
    """What edits need of a file; `gofixmap.syntax.SourceFile` has it."""

    @property
    def path(self) -> str: ...
    @property
    def data(self) -> bytes: ...


class Lines:
    """Some lines of a file: ranges of line numbers from 1, both ends included."""

    def __init__(self, index: LineIndex, windows: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []  # of each range: the offset at which its first line begins,
        self._ends: list[int] = []  # and that at which the line behind its last one does
        for first, last in sorted(windows):
            start, end = _offset_of(index, first), _offset_of(index, last + 1)
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __bool__(self) -> bool:
        return bool(self._starts)

    def span(self, start: int, end: int) -> bool:
        """Whether a range of bytes, its end included, has a part on one of them."""
        at = bisect_right(self._ends, start)
        return at < len(self._ends) and self._starts[at] <= end


def _offset_of(index: LineIndex, line: int) -> int:
    """Where a line begins; beyond all offsets for one behind the last."""
    return index.line_start(max(line, 1)) if line <= index.line_count else sys.maxsize


def line_start(data: bytes, offset: int) -> int:
    """The offset at which the line that holds `offset` begins."""
    return data.rfind(b"\n", 0, offset) + 1


def line_end(data: bytes, offset: int) -> int:
    """The offset just before the line ending of the line that holds `offset`."""
    end = data.find(b"\n", offset)
    if end < 0:
        return len(data)
    return end - 1 if end > offset and data[end - 1 : end] == b"\r" else end


def next_line(data: bytes, offset: int) -> int:
    """The offset just behind the line ending of the line that holds `offset`."""
    end = data.find(b"\n", offset)
    return len(data) if end < 0 else end + 1


def indentation(data: bytes, offset: int) -> str:
    """The blanks and tabs that open the line that holds `offset`."""
    start = line_start(data, offset)
    end = start
    while end < len(data) and data[end] in b" \t":
        end += 1
    return data[start:end].decode("ascii")


def newline(data: bytes) -> str:
    """The line ending of the file: that of its first line, a line feed when it has none."""
    at = data.find(b"\n")
    return "\r\n" if at > 0 and data[at - 1 : at] == b"\r" else "\n"


def opens_line(data: bytes, offset: int) -> bool:
    """Whether nothing but blanks (or a byte order mark) precedes `offset` on its line."""
    return not data[line_start(data, offset) : offset].strip(b" \t\xef\xbb\xbf")


def literal_lines(text: str) -> frozenset[int]:
    """The 0-based numbers of the lines of `text` that begin inside a raw string literal."""
    inside: set[int] = set()
    for match in _MULTILINE.finditer(text):
        if match.group().startswith("`"):
            first = text.count("\n", 0, match.start())
            inside.update(range(first + 1, first + 1 + match.group().count("\n")))
    return frozenset(inside)


def indented(text: str, indent: str) -> str:
    """`text` with `indent` before each line but the first, raw strings and empty lines excepted."""
    literal = literal_lines(text) if "`" in text else frozenset()
    lines = text.split("\n")
    return "\n".join(
        line if number == 0 or number in literal or not line else indent + line
        for number, line in enumerate(lines)
    )


def dedented(text: str, indent: str) -> str:
    """The reverse of `indented`: lines that do not begin with `indent` keep what they have."""
    literal = literal_lines(text) if "`" in text else frozenset()
    lines = text.split("\n")
    return "\n".join(
        line if number == 0 or number in literal else line.removeprefix(indent)
        for number, line in enumerate(lines)
    )


def without_lines(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The range that removes the lines of `start:end`, with the blank line that would be too many.

    gofmt keeps one blank line where two meet, and none behind an opening bracket, a case or
    before a closing bracket.
    """
    start, end = line_start(data, start), next_line(data, end)
    above = data[line_start(data, max(start - 1, 0)) : start].strip() if start else b""
    below = data[end : line_end(data, end)].strip() if end < len(data) else b""
    blank_above, blank_below = start > 0 and not above, end < len(data) and not below
    if blank_below and (blank_above or above.endswith((b"(", b"{", b":"))):
        end = next_line(data, end)
    elif blank_above and (below.startswith((b")", b"}")) or end >= len(data)):
        start = line_start(data, start - 1)
    return start, end


def source_text(file: Bytes, start: int, end: int) -> str:
    """Bytes `start:end` as text to build new text from.

    Line endings become line feeds, and lines after the first lose the indentation of the line
    that holds `start`, so that `layout` can place the text anywhere. Raw strings are kept.
    """
    text = file.data[start:end].decode("utf-8", errors="surrogateescape").replace("\r\n", "\n")
    return dedented(text, indentation(file.data, start))


def placed(file: Bytes, text: str, indent: str) -> str:
    """`text` (line feeds, indented from zero) ready to stand at `indent` in the file."""
    text = indented(text, indent)
    ending = newline(file.data)
    return text if ending == "\n" else text.replace("\n", ending)


def doc_start(data: bytes, start: int) -> int:
    """Where the comment lines directly above an offset at a line's start begin."""
    while start > 0:
        above = data.rfind(b"\n", 0, start - 1) + 1
        if not data[above:start].lstrip().startswith(b"//"):
            break
        start = above
    return start
