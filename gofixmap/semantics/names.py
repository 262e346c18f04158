"""Fresh local names that hide nothing and clash with nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from gofixmap.patterns import pattern
from gofixmap.semantics.types import Alias, Array, Named, Pointer, Type

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import FileInfo

KEYWORDS = frozenset(
    {
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "type",
        "var",
    }
)

_WORD = pattern(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_NO_CODE = pattern(
    rb"""`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|//[^\n]*|/\*.*?\*/""", re.DOTALL
)


def fresh_name(
    info: FileInfo, node: Node, element: Type | str, *, also_taken: Collection[str] = ()
) -> str:
    """A name for a new local at `node`, a node inside a function.

    `element` is the type that the name is derived from (`HTTPServer` gives httpServer, unnamed
    types entry, arrays arr), or the wanted name itself. The name differs from every word of the
    enclosing top-level declaration, from keywords, and from all that is declared around the
    function or predeclared, so it neither hides nor clashes with anything.
    """
    taken = words_around(info, node) | frozenset(also_taken)
    candidates = _of_type(element) if isinstance(element, Type) else _of_word(element)
    return next(name for name in candidates if _is_free(info, node, name, taken))


def words_around(info: FileInfo, node: Node) -> frozenset[str]:
    """Every identifier and keyword of the top-level declaration that holds `node`."""
    declaration = info.file.declaration_at(node.start_byte)
    text = info.file.data if declaration is None else declaration.text
    return frozenset(
        word.decode("utf-8", "replace") for word in _WORD.findall(_NO_CODE.sub(b" ", text))
    )


def _is_free(info: FileInfo, node: Node, name: str, taken: frozenset[str]) -> bool:
    return name not in taken and name not in KEYWORDS and info.lookup(name, node) is None


def _of_type(element: Type) -> Iterator[str]:
    base = lower_camel(_type_name(element))
    yield base
    if base not in ("entry", "arr"):
        base += "Entry"
        yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1


def _of_word(word: str) -> Iterator[str]:
    base = lower_camel(word)
    yield base
    base = "new" + base[:1].upper() + base[1:]
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1


def _type_name(t: Type) -> str:
    if isinstance(t, (Named, Alias)) and t.name:
        return t.name
    if isinstance(t, Pointer):
        return _type_name(t.elem)
    return "arr" if isinstance(t, Array) else "entry"


def lower_camel(name: str) -> str:
    """`User` as user, `HTTPServer` as httpServer, `ID` as id; a blank name as entry."""
    name = name.strip("_")
    if not name or not name[0].isalpha():
        return "entry"
    run = 0
    while run < len(name) and name[run].isupper():
        run += 1
    if run <= 1 or run == len(name) or not name[run].isalpha():
        return name[:run].lower() + name[run:]
    return name[: run - 1].lower() + name[run - 1 :]
