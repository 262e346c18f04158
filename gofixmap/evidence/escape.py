"""What the compiler says of escapes: the text of `-gcflags=-m`, or the JSON of `-gcflags=-json`.

Both give a line and a column in bytes, from 1. Inlined code is reported again where it was inlined
to: whoever uses a report looks whether the expression it names stands at its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from gofixmap.evidence.names import number

_PACKAGE = re.compile(r"# (\S+)(?: \[(\S+)\])?")
_PLACE = re.compile(r"(?P<file>[^\s:][^:]*\.go|[A-Za-z]:[^:]*\.go):(?P<line>\d+):(?P<column>\d+): ")
# -m=2 adds the function and a colon, and goes on with indented lines that say why.
_SAID = re.compile(
    r"(?:moved to heap: (?P<moved>\S+)|(?P<escaping>.+) escapes to heap(?: in [^:]+:)?"
    r"|(?P<staying>.+) does not escape)"
)
_CODES = frozenset({"escape", "escapes"})


class EscapeReport(Struct, frozen=True):
    """One expression or variable, and whether it lives on the heap.

    `file` is as the compiler has it: absolute, or relative to where it was run. `expression` is the
    compiler's spelling (`&T{...}`, `make([]byte, n)`), or a variable's name.
    """

    file: str
    line: int
    column: int  # in bytes, from 1
    expression: str
    escapes: bool
    package: str = ""

    @property
    def words(self) -> str:
        said = "escapes to heap" if self.escapes else "does not escape"
        return f"{self.expression} {said}"


def is_escape_line(line: str) -> bool:
    """Whether a line of text is one that only escape analysis prints."""
    return _place_and_words(line) is not None


def is_escape_header(line: str) -> bool:
    """Whether a line is the first one of a JSON file of the compiler."""
    return _header(line) is not None


def escapes_of(lines: Iterable[str]) -> Iterator[EscapeReport]:
    """The reports in text or JSON, of any number of packages one after the other."""
    package, file = "", ""
    for line in lines:
        if line.startswith("{"):
            header = _header(line)
            if header is not None:
                package, file = header
            else:
                yield from _diagnostic(line, package, file)
            continue
        named = _PACKAGE.fullmatch(line)
        if named is not None:
            package = named[1]
            continue
        found = _place_and_words(line)
        if found is not None:
            place, said = found
            yield EscapeReport(
                place["file"].removeprefix("./"),
                number(place["line"]),
                number(place["column"]),
                said["moved"] or said["escaping"] or said["staying"],
                said["staying"] is None,
                package,
            )


def _place_and_words(line: str) -> tuple[re.Match[str], re.Match[str]] | None:
    place = _PLACE.match(line)
    if place is None or line[place.end() : place.end() + 1] == " ":
        return None
    said = _SAID.fullmatch(line, place.end())
    return None if said is None else (place, said)


def _object(line: str) -> dict[str, object]:
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _header(line: str) -> tuple[str, str] | None:
    """Package and file, of the line that starts a file of diagnostics."""
    if '"gc_version"' not in line:
        return None
    read = _object(line)
    package, file = read.get("package"), read.get("file")
    return (package, file) if isinstance(package, str) and isinstance(file, str) else None


def _diagnostic(line: str, package: str, file: str) -> Iterator[EscapeReport]:
    """An `escape` record is often repeated without a message: it then says nothing new."""
    read = _object(line)
    message, at = read.get("message"), read.get("range")
    start = at.get("start") if isinstance(at, dict) else None
    if (
        read.get("code") not in _CODES
        or not isinstance(message, str)
        or not isinstance(start, dict)
    ):
        return
    said = _SAID.fullmatch(message)
    row, column = start.get("line"), start.get("character")
    if said is not None and file and isinstance(row, int) and isinstance(column, int):
        expression = said["moved"] or said["escaping"] or said["staying"]
        yield EscapeReport(file, row, column, expression, said["staying"] is None, package)
