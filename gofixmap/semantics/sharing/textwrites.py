"""Whether a text may assign a variable, told by what follows its name and not by a tree."""

from __future__ import annotations

import re

from gofixmap.semantics.sharing.surfaces import NAME

_ASSIGNED = re.compile(
    rb"=(?!=)|\+\+|--|<<=|>>=|&\^=|[-+*/%&|^]=|,(?=[^={};]{0,300}[^={};!<>:]=(?!=))"
)
_BEHIND = re.compile(rb"[ \t\r\n)]*+(?:\.[ \t\r\n]*+" + NAME + rb"|(\[)|)")
_INSIDE = re.compile(rb"[\[\]\"`']")
_STRING = re.compile(rb"\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`|'(?:[^'\\\n]|\\.)++'")
_WORDLIKE = re.compile(rb"[\w\x80-\xff]")


def is_assigned(text: bytes, name: bytes) -> bool:
    """Whether something of that name, or a part or an element of it, is assigned in a text.

    Only the name is asked about; what stands in comments and strings counts.
    """
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        is_word = not _WORDLIKE.match(text, end) and not (at and _WORDLIKE.match(text, at - 1))
        if is_word and _ASSIGNED.match(text, _behind(text, end)):
            return True
        at = text.find(name, end)
    return False


def _behind(text: bytes, at: int) -> int:
    """Behind the selectors and indices that follow a name."""
    while (match := _BEHIND.match(text, at)) is not None and match.end() > at:
        at = match.end()
        if match[1]:
            at = _behind_index(text, at)
    return at


def _behind_index(text: bytes, at: int) -> int:
    """Behind the bracket that closes an index; `at` is behind the one that opens it."""
    depth = 1
    while depth and (match := _INSIDE.search(text, at)) is not None:
        at = match.end()
        if match[0] in b"[]":
            depth += 1 if match[0] == b"[" else -1
        elif (string := _STRING.match(text, match.start())) is not None:
            at = string.end()
    return at
