"""What the declarations of a package let other packages get at, told by names alone.

A value of a type is reached through names: of the type, of types that contain it, of variables and
functions that give it. What stands in a field that is not exported leads out of the package only
as a part of the value around it, not by being selected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.patterns import pattern
from gofixmap.syntax.lexer import WORD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gofixmap.syntax.source import Declaration, SourceFile

NAME = rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*+"
WORD = pattern(NAME)
Words = frozenset[bytes]
_APART = bytes(byte if byte in WORD_BYTES else ord(" ") for byte in range(256))


def listed_words(text: bytes) -> list[bytes]:
    """All words of a text in order: its identifiers and keywords, and numbers."""
    return text.translate(_APART).split()


def words_of(text: bytes) -> Words:
    return frozenset(listed_words(text))


class Head(Struct, frozen=True):
    """One declaration: the names that it declares, of a method that of its type, and the words by
    which it does so.

    `shown` are those that other packages can follow: of a struct the ones of exported fields.
    `contained` may be the types of which a value is part of its own; `embedded` are types whose
    exported members become its own though their names are not exported. `made` are the words by
    which a literal of a type may make values, where what it spells out does not name their type.
    """

    declared: Words
    words: Words
    shown: Words
    contained: Words = frozenset()
    embedded: Words = frozenset()
    made: Words = frozenset()


class Surface(Struct, frozen=True):
    """Names that lead to values of a type: by any word, and those whose values contain one."""

    leading: Words
    containing: Words


def heads(files: Iterable[SourceFile]) -> tuple[Head, ...]:
    """The heads of a package's types, functions and variables."""
    return tuple(
        _head(each)
        for file in files
        for each in file.declarations
        if each.keyword in ("func", "type", "var")
    )


def _head(declaration: Declaration) -> Head:
    text = declaration.text
    if declaration.keyword == "type":
        return _type(declaration)
    if declaration.keyword == "var":
        words = _words(text)
        return Head(_names(declaration), words, words)
    words = _words(_results(declaration))
    method = declaration.method
    if method is None:
        return Head(_names(declaration), words, words)
    shown = words if is_exported(method[1].encode()) else frozenset[bytes]()
    return Head(frozenset({method[0].encode()}), words, shown, embedded=_NONE)


_NONE: Words = frozenset()
_COMMENT = pattern(rb"^([^\"`/\n]*+)//[^\n]*", re.MULTILINE)
_POINTER = pattern(rb"\*[ \t]*(?:" + NAME + rb"\.)?" + NAME)
_STRUCT = pattern(rb"type[ \t]+" + NAME + rb"[ \t]+(?:=[ \t]*)?struct\b")
_CONTINUED = pattern(rb",[ \t\r]*$", re.MULTILINE)
_HIDDEN = pattern(
    rb"^[ \t]*[a-z_]\w*+(?:,[ \t]*[a-z_]\w*+)*+[ \t]+(?![\s\"`/=])[^\n{;]*+$", re.MULTILINE
)
_LABEL = pattern(
    rb"^[ \t]*" + NAME + rb"(?:,[ \t]*" + NAME + rb")*+[ \t]+(?=[^\s\"`/=.])", re.MULTILINE
)
_EMBEDDED = pattern(rb"^[ \t]*\*?([a-z_]\w*+)[ \t]*(?:[\"`/][^\n;]*+)?\r?$", re.MULTILINE)


def _type(declaration: Declaration) -> Head:
    text = _COMMENT.sub(rb"\1", declaration.text)
    words, names = _words(text), _names(declaration)
    own = names if len(names) == 1 else _NONE  # what mentions itself leads nowhere else
    if _STRUCT.match(text) is None or _CONTINUED.search(text) is not None:
        return Head(names, words, words - own, _words(_POINTER.sub(b"", text)) - own, made=words)
    shown = _HIDDEN.sub(b"", text)
    embedded = frozenset(_EMBEDDED.findall(shown))
    contained = _words(_POINTER.sub(b"", _LABEL.sub(b"", text))) - own
    shown_words = _words(_EMBEDDED.sub(b"", shown)) - own
    return Head(names, words, shown_words, contained, embedded, contained)


def _words(text: bytes) -> Words:
    return frozenset(WORD.findall(text))


def _names(declaration: Declaration) -> Words:
    return frozenset(name.encode() for name in declaration.names)


def is_exported(name: bytes) -> bool:
    """Whether a name may be exported; of one beyond ASCII that is not asked."""
    return name[:1].isupper() or name[0] >= 0x80


def _results(declaration: Declaration) -> bytes:
    """The text of a function's results: what it takes has to be named by who gives it."""
    text = declaration.text
    at = behind_group(text, 0)
    if declaration.method is not None:
        at = behind_group(text, at)
    body = next((each for each in _BRACE.finditer(text, at) if not each[1]), None)
    return text[at : body.start() if body is not None else len(text)]


_BRACE = pattern(rb"(\binterface\s*|\bstruct\s*)?\{")
_PARENTHESIS = pattern(rb"[()]")


def behind_group(text: bytes, start: int) -> int:
    """The offset behind the next group in parentheses; `start` where there is none."""
    depth = 0
    for match in _PARENTHESIS.finditer(text, start):
        depth += 1 if match[0] == b"(" else -1
        if depth == 0:
            return match.end()
    return start


def closed(listed: Iterable[Head], names: Words) -> Words:
    """The names with all that the package declares by them."""
    by_word: dict[bytes, list[Words]] = {}
    for head in listed:
        for word in head.words:
            by_word.setdefault(word, []).append(head.declared)
    found = set(names)
    pending = list(names)
    while pending:
        for declared in by_word.get(pending.pop(), ()):
            pending += declared - found
            found |= declared
    return frozenset(found)


def making(listed: Sequence[Head], name: bytes) -> Words:
    """The types of which a new value, or an element of a literal, may be or hold one of a type."""
    found, last = {name}, -1
    while last < len(found):
        last = len(found)
        for head in listed:
            if not head.made.isdisjoint(found):
                found |= head.declared
    return frozenset(found)


def surface(listed: Iterable[Head], given: Surface) -> Surface:
    """What the package lets others get at, by what it gets at itself; unexported names included."""
    leading, containing = set(given.leading), set(given.containing)
    showing: set[bytes] = set()  # types of which an exported member leads there
    reached = closed(listed, given.leading)
    touched = [head for head in listed if not head.words.isdisjoint(reached)]
    changed = True
    while changed:
        before = len(leading) + len(containing) + len(showing)
        for head in touched:
            _extend(head, leading, containing, showing)
        changed = len(leading) + len(containing) + len(showing) > before
    return Surface(frozenset(leading), frozenset(containing))


def _extend(head: Head, leading: set[bytes], containing: set[bytes], showing: set[bytes]) -> None:
    if not head.contained.isdisjoint(containing):
        containing |= head.declared
        leading |= head.declared
    if not (head.shown.isdisjoint(leading) and head.embedded.isdisjoint(showing)):
        showing |= head.declared
        leading |= head.declared


def exported(found: Surface) -> Surface:
    """The part of a surface that other packages can name."""
    return Surface(*(frozenset(filter(is_exported, each)) for each in _both(found)))


def _both(found: Surface) -> Iterator[Words]:
    yield found.leading
    yield found.containing
