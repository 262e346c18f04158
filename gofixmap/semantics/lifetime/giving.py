"""The names by which a package can call what gives values of a type, for a sieve over its code.

A value of `net/http.Response` comes from a function or method whose head spells the type, in a
package that imports net/http; what others call is declared in packages that they import, directly
or not. So the names that matter are gathered over the imports, from the text of heads alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gofixmap.semantics.lifetime.naming import head_of, holds, interface_methods, is_generic
from gofixmap.syntax.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration
    from gofixmap.workspace.packages import Package

# Files with generic declarations, which may give what their text does not name.
_GENERIC = re.compile(rb"\n(?:func \w+\[|func \([^)\n]*\[|type \w+\[|\s+\w+\[[^\n]*\] interface)")
# Exported variables, and what they are given: a function by its name, what a function makes.
_VALUES = re.compile(rb"\n(?:var[ \t]+|[ \t]+)([A-Z][\w, ]*)[^\n=:(]*=[ \t]*([^\n]*[a-zA-Z][^\n]*)")
_WORDS = re.compile(rb"\w+")


class _Own(NamedTuple):
    """What the text of one package says: where it imports from, and the names that may give one.

    `values` are exported variables with the words of what they are given.
    """

    imports: tuple[str, ...]
    names: frozenset[bytes]
    values: tuple[tuple[bytes, frozenset[bytes]], ...]


def names_giving(semantics: Semantics, package: Package, type_: str) -> frozenset[bytes]:
    """The names of functions, methods and variables that may give a value of the type.

    `type_` is as types print: `*net/http.Response`. Seen are the names that the package itself
    declares, its tests included, and those of all that it imports.
    """
    return _Gathering(semantics, type_).names(package, package.all_files)


class _Gathering:
    """Goes over the imports of a package, each of which is done once for all that import it."""

    def __init__(self, semantics: Semantics, type_: str) -> None:
        self._semantics = semantics
        self._type = type_
        self._open: set[tuple[str, str]] = set()  # imports that go round end here

    def names(self, package: Package, files: tuple[str, ...]) -> frozenset[bytes]:
        key = ("lifetime.naming", package.dir, package.path, files, self._type)
        return self._semantics.shared(key, lambda: self._gathered(package, files), package.dir)

    def _gathered(self, package: Package, files: tuple[str, ...]) -> frozenset[bytes]:
        place = (package.dir, package.path)
        if place in self._open or not files:
            return frozenset()
        self._open.add(place)
        own = self._read(package, files)
        found = set(own.names)
        for path in own.imports:
            imported = self._semantics.workspace.resolve_import(path, files[0])
            if imported is not None:
                found |= self.names(imported, imported.files)
        self._open.discard(place)
        for values, words in own.values if found else ():
            if not found.isdisjoint(words):
                found.update(_WORDS.findall(values))
        return frozenset(found)

    def _read(self, package: Package, files: tuple[str, ...]) -> _Own:
        home, _, name = self._type.lstrip("*[]").rpartition(".")
        word = name.encode()
        imports: set[str] = set()
        names: set[bytes] = set()
        values: list[tuple[bytes, frozenset[bytes]]] = []
        for path in files:
            data = self._semantics.workspace.peek(path)
            if data is None:
                continue
            file = SourceFile(path, data)
            own = {spec.path for spec in file.imports}
            imports |= own
            if b"\nvar" in data:
                values += (
                    (left, frozenset(_WORDS.findall(r))) for left, r in _VALUES.findall(data)
                )
            spells = word in data and (package.path.removesuffix("_test") == home or home in own)
            if spells or _GENERIC.search(data):
                words = frozenset({word} if spells else ())
                for declaration in file.declarations:
                    names.update(_names(declaration, words))
        return _Own(tuple(sorted(imports)), frozenset(names), tuple(values))


def _names(declaration: Declaration, words: frozenset[bytes]) -> Iterator[bytes]:
    if declaration.keyword == "func":
        head = head_of(declaration)
        if holds(head, words) or (is_generic(declaration) and b"error" in head):
            yield from (each.encode() for each in declaration.names)
            if declaration.method is not None:
                yield declaration.method[1].encode()
    elif declaration.keyword == "var" and holds(declaration.text, words):
        yield from (each.encode() for each in declaration.names)
    yield from (each.encode() for each in interface_methods(declaration, words))
