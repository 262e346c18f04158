"""Whether a text may write a variable, told by what stands around its name and not by a tree.

Only the name is asked about; what stands in comments and strings counts. `after_dot` says whether
the name follows a dot, as that of a field does, or does not, as that of a variable of the same
package; None where either may be.
"""

from __future__ import annotations

from collections.abc import Iterator

from gofixmap.patterns import pattern
from gofixmap.semantics.sharing.surfaces import NAME
from gofixmap.syntax.lexer import (
    BLOCK_COMMENT,
    LINE_COMMENT,
    RAW_STRING,
    RUNE,
    STRING,
    WORD_BYTES,
)

_ASSIGNED = pattern(
    rb"=(?!=)|\+\+|--|<<=|>>=|&\^=|[-+*/%&|^]=|,(?=[^={};]{0,300}[^={};!<>:]=(?!=))"
)
_DOT, _SLASH = ord("."), ord("/")
_WORDLIKE = frozenset(bytes([byte]) for byte in WORD_BYTES)
_BEHIND = pattern(rb"[ \t\r\n)]*+(?:\.[ \t\r\n]*+" + NAME + rb"|(\[)|)")
_INSIDE = pattern(rb"[\[\]\"`']")
_STRING = pattern(rb"\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`|'(?:[^'\\\n]|\\.)++'")
_CHANGING = pattern(rb"\b(?:append|clear|copy|delete)\(|\b(?:maps|slices|sort)\.")
_CALLS = (b"append(", b"clear(", b"copy(", b"delete(", b"maps.", b"slices.", b"sort.")
_TOKEN = pattern(
    b"|".join((STRING, RAW_STRING, RUNE, LINE_COMMENT, BLOCK_COMMENT, rb"([()])")),
)


def is_assigned(text: bytes, name: bytes, after_dot: bool | None = None) -> bool:
    """Whether something of that name, or a part or an element of it, is assigned in a text."""
    return any(
        _ASSIGNED.match(text, _behind(text, end))
        for end in _ends(text, name, 0, len(text), after_dot)
    )


def is_handed(
    text: bytes, name: bytes, parts: list[tuple[int, int]], after_dot: bool | None = None
) -> bool:
    """Whether something of that name stands in one of some parts of a text."""
    return any(True for start, end in parts for _ in _ends(text, name, start, end, after_dot))


def changes_elements(text: bytes) -> bool:
    """Whether a text has a call that may change the elements of a map or slice."""
    return any(call in text for call in _CALLS)


def parts_changed(text: bytes) -> list[tuple[int, int]]:
    """The arguments of the calls that may change the elements of a map or slice, as offsets."""
    found: list[tuple[int, int]] = []
    if not changes_elements(text):
        return found
    for match in _CHANGING.finditer(text):
        opening = text.find(b"(", match.end() - 1)
        if opening >= 0 and not (found and opening < found[-1][1]):
            found.append((opening, _behind_arguments(text, opening)))
    return found


def _behind_arguments(text: bytes, opening: int) -> int:
    depth = 0
    for match in _TOKEN.finditer(text, opening):
        if match[1]:
            depth += 1 if match[1] == b"(" else -1
            if depth == 0:
                return match.end()
    return len(text)


def _ends(
    text: bytes, name: bytes, start: int, limit: int, after_dot: bool | None
) -> Iterator[int]:
    """Where the name ends as a word of its own between two offsets."""
    at = text.find(name, start, limit)
    while at >= 0:
        end = at + len(name)
        inner = (at and text[at - 1] in WORD_BYTES) or text[end : end + 1] in _WORDLIKE
        if not inner and (after_dot is None or _follows_dot(text, at) is not (not after_dot)):
            yield end
        at = text.find(name, end, limit)


def _follows_dot(text: bytes, at: int) -> bool | None:
    """Whether a dot stands before an offset; None where a comment hides what does."""
    before = at - 1
    while before >= 0 and text[before] in b" \t\r\n":
        before -= 1
    if before < 0:
        return False
    if before == at - 1 and text[before] != _SLASH:
        return text[before] == _DOT
    line = text[text.rfind(b"\n", 0, before) + 1 : before + 1]
    if b"//" in line or line.endswith(b"*/"):
        return None
    return text[before] == _DOT


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
