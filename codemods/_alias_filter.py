"""Says without a parser whether a function may write to what has a second name.

Only what is read here in one line counts, as does each line that goes on in the next one.
"""

from __future__ import annotations

import re
import sys

from gofixmap_codemods._rare_letters import through

from gofixmap.codemod import pattern

# An assignment behind a bracket, in one line or the start of one: `m[k] =`, `m[k],`.
_CHANGED = pattern(
    rb"\][^\n]*?(?:=(?:(?<![=!<>:]=)|(?<=<<=)|(?<=>>=))(?!=)|\+\+|--|/\*|[,.][ \t\r]*(?:\n|\Z))"
)
# A bracket that its line leaves open: `m[T{`. With all that is closed in it, two levels deep.
_OPEN = pattern(rb"\[(?:[^\[\]\n]++|\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+\])*+(?:\n|\Z)")
_INDEXED = pattern(rb"(?<![\w.)\x80-\xff])[\w\x80-\xff][\w.)\x80-\xff]*+\s*+(?=\[|(?<=\.)\()")
_WORD = pattern(rb"[\w\x80-\xff]+")
# The names of calls that write to an argument begin with one of these.
_WRITERS = (
    through(b"p", b"append", b"copy", b"Copy", b"Compact", b"Replace"),
    through(b"l", b"delete", b"Delete", b"clear", b"Slice", b"Stable", b"Float64s"),
    rb"S(?:ort|trings)",
    rb"In(?:sert|ts)",
    rb"Reverse",
    rb"Grow",
)
_CALLS = tuple(re.compile(words + rb"\w*\(") for words in _WRITERS)
_GIVEN = pattern(rb"\([&*(\s]*([\w.\x80-\xff]+)")
_SETS = pattern(rb"\.(?:Set|Add|Del)\(")
_SEARCHES = tuple(place.search for place in (_CHANGED, *_CALLS, _SETS, _OPEN))
_LONGEST = 300  # bytes of a chain
_PARAMETER = pattern(rb"[(,]\s*+(\w++)(?=\s+(?![*\s])|\s*,)")


def written_names(text: bytes) -> frozenset[bytes]:
    """The names of all chains of which an element may be written, from the first to the last."""
    chains: list[bytes] = []
    for place in (_CHANGED, _OPEN):
        for match in place.finditer(text):
            start = text.rfind(b"\n", 0, match.start()) + 1
            chains += _INDEXED.findall(text, start, match.end())
    for match in (found for calls in _CALLS for found in calls.finditer(text)):
        end = text.find(b"\n", match.end())
        if end >= 0 and not text[match.end() : end].strip():  # the arguments begin on the next line
            end = text.find(b"\n", end + 1)
        chains += _GIVEN.findall(text, match.end() - 1, end if end >= 0 else len(text))
    for match in _SETS.finditer(text):
        before = text[max(0, match.start() - _LONGEST) : match.start()]
        chains.append(before[before.rfind(b"\n") + 1 :])
    return frozenset(_WORD.findall(b" ".join(chains)))


def may_write(text: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether `written_names` may find any in a part of the text, at less cost."""
    for search in _SEARCHES:  # noqa: SIM110 - a generator takes half as long again
        if search(text, start, end) is not None:
            return True
    return False


def parameters(text: bytes) -> frozenset[bytes]:
    """What may be parameters of a function that are passed by value."""
    return frozenset(_PARAMETER.findall(text))
