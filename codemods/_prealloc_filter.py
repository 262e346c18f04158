"""Says without a parser whether a function may make a map that a loop fills.

A new map goes to a name; behind it comes a loop, and in it something of that name is indexed and
assigned to. What makes a map is looked for first, the name to the left of it afterwards.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._word_places import followed

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAKE = pattern(rb"make(?:\s|/\*.*?\*/)*\((?!\s*(?:chan\b|<-|\[|\)))", re.DOTALL)
_EMPTY = pattern(rb"\{\s*\}")
_WORD = pattern(rb"[\w\x80-\xff]+")
_INDEXED = pattern(rb"(?:\s|/\*.*?\*/)*\[", re.DOTALL)
_ASSIGNED = pattern(rb"\](?:[ \t]|/\*.*?\*/)*+=(?!=)", re.DOTALL)
_NO_VALUES = (b"struct", b"interface")  # with {} they are types
_NO_NAMES = frozenset({b"map", b"var"})
_PAIRS = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))
_ANY = b""  # a name that is not seen


class Sieve:
    """Functions with a new map, a loop behind it, and an entry that the loop puts in."""

    def search(self, data: bytes, /) -> object | None:
        last = data.rfind(b"for")
        if last < 0:
            return None
        for at in _new_maps(data, last):
            loop = data.find(b"for", at)
            if any(_is_filled(data, loop, name) for name in _names_before(data, at)):
                return at + 1
        return None


def _new_maps(data: bytes, end: int) -> Iterator[int]:
    """Where `make(T)` and `T{}` may give a new map: the start of `make`, of the braces."""
    for match in _MAKE.finditer(data, 0, end):
        yield match.start()
    for match in _EMPTY.finditer(data, 0, end):
        at = match.start()
        if not data[max(0, at - 12) : at].rstrip().endswith(_NO_VALUES):
            yield at


def _names_before(data: bytes, at: int) -> Iterator[bytes]:
    """The names that the value at `at` may go to; none where it is no value of its own."""
    start = data.rfind(b"\n", 0, at) + 1
    line = data[start:at]
    equals = line.rfind(b"=")
    head = line if equals < 0 else line[:equals]
    if _closes_more(head) or (equals < 0 and (b"*/" in head or _goes_on(data, start))):
        yield _ANY
    elif equals >= 0:
        yield from {*_WORD.findall(head)} - _NO_NAMES


def _closes_more(text: bytes) -> bool:
    """Whether a bracket closes that an earlier line has opened: a type of several lines."""
    return any(text.count(close) > text.count(begin) for begin, close in _PAIRS)


def _goes_on(data: bytes, start: int) -> bool:
    """Whether the line that starts there goes on with the assignment of the one before."""
    before = data[:start].rstrip()
    last = before[before.rfind(b"\n") + 1 :]
    return last.endswith((b"=", b"*/")) or b"//" in last


def _is_filled(data: bytes, loop: int, name: bytes) -> bool:
    """Whether an element of something of that name is assigned to behind an offset."""
    places = followed(name, _INDEXED, data, loop, len(data)) if name else iter((loop,))
    found = next(places, -1)
    if found < 0:
        return False
    bracket = data.find(b"[", found)
    return bracket >= 0 and _ASSIGNED.search(data, bracket) is not None
