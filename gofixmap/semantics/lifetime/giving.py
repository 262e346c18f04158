"""The names by which a package can call what gives values of a type, for a sieve over its code.

A value of `net/http.Response` comes from a function or method whose head spells the type, in a
package that imports net/http; what others call is declared in packages that they import, directly
or not. So the names that matter are gathered over the imports, from the text of heads alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gofixmap.patterns import pattern
from gofixmap.semantics.lifetime.naming import head_of, holds, interface_methods, is_generic
from gofixmap.syntax.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration
    from gofixmap.workspace.packages import Package

# The first lines of generic declarations, which may give what their text does not name. Each begins
# with bytes that are looked for as such.
_GENERIC_FUNCTION = pattern(rb"\nfunc (?:\w+\[|\([^)\n]*\[)[^\n]*+")
_GENERIC_TYPE = pattern(rb"\ntype \w+\[")
_GENERIC_IN_GROUP = pattern(rb"\n\s+\w+\[[^\n]*\] interface")
# Variables of a package, in groups and alone; exported ones, and what they are given: a function by
# its name, what a function makes. Assignments inside of functions do not count: no edit there may
# say anything to who imports the package.
_VARIABLES = pattern(rb"\nvar[ \t]*+\(.*?\n\)|\nvar[ \t][^\n]*+", re.DOTALL)
_VALUES = pattern(
    rb"\n(?:var[ \t]++|[ \t]++)([A-Z][\w, ]*+)[^\n=:(]*+=[ \t]*+([^\n]*[a-zA-Z][^\n]*+)"
)
_WORDS = pattern(rb"\w+")
_FUNCTION = pattern(rb"\nfunc[ \t]*(?:\([^)]*\)\s*)?([\w\x80-\xff]+)")
_BRACKETS = pattern(rb"[()\[\]]")


class _Own(NamedTuple):
    """What the text of one package says: what it imports and which file does, the names that may
    give one.

    `valued` are the texts of variables, which matter where there are any names.
    """

    imports: dict[str, str]
    names: set[bytes]
    valued: list[bytes]


def names_giving(semantics: Semantics, package: Package, type_: str) -> frozenset[bytes]:
    """The names of functions, methods and variables that may give a value of the type.

    `type_` is as types print: `*net/http.Response`. Seen are the names that the package itself
    declares, its tests included, and those of all that it imports.
    """
    return _Gathering(semantics, type_).names(package)


def names_spelling(
    semantics: Semantics, package: Package, types: tuple[str, ...]
) -> frozenset[bytes]:
    """The functions and methods of one package in whose heads the name of one of the types stands.

    The types are as they print. What others give is of none of these, but where type parameters or
    aliases stand for them.
    """
    key = ("lifetime.spelling", package.dir, package.path, package.all_files, types)
    return semantics.shared(key, lambda: _spelling(semantics, package, types), package.dir)


def _spelling(semantics: Semantics, package: Package, types: tuple[str, ...]) -> frozenset[bytes]:
    words: dict[str, set[bytes]] = {}
    for each in types:
        home, _, name = each.lstrip("*[]").rpartition(".")
        words.setdefault(home, set()).add(name.encode())
    own = words.get(package.path.removesuffix("_test"), set())
    found: set[bytes] = set()
    for path in package.all_files:
        data = semantics.workspace.peek(path) or b""
        imports = semantics.workspace.peek_imports(path, data)
        wanted = own.union(*(words[home] for home in words.keys() & imports))
        if any(word in data for word in wanted):
            found.update(_names_with(data, wanted))
    return frozenset(found)


def _names_with(data: bytes, words: Collection[bytes]) -> Iterator[bytes]:
    """The functions and methods that have one of the words in their heads, and perhaps others.

    A head that goes on behind its line ends where a line ends with a brace.
    """
    for found in _FUNCTION.finditer(data):
        end = data.find(b"\n", found.end())
        if end >= 0 and data[end - 1] not in b"{}":
            end = data.find(b"{\n", end)
        head = _WORDS.findall(data, found.end(), end if end >= 0 else len(data))
        if not set(words).isdisjoint(head):
            yield found[1]


def _own_names(declaration: Declaration) -> Iterator[bytes]:
    """The name of a function or method."""
    yield from (each.encode() for each in declaration.names)
    if declaration.method is not None:
        yield declaration.method[1].encode()


class _Gathering:
    """Goes over the imports of a package, each of which is done once for all that import it."""

    def __init__(self, semantics: Semantics, type_: str) -> None:
        self._semantics = semantics
        self._type = type_
        self._open: set[tuple[str, str]] = set()  # imports that go round end here

    def names(self, package: Package) -> frozenset[bytes]:
        files = package.all_files
        key = ("lifetime.naming", package.dir, package.path, files, self._type)
        return self._semantics.shared(key, lambda: self._gathered(package, files), package.dir)

    def _exported(self, package: Package) -> frozenset[bytes]:
        """What others get to know of a package; it follows from what that and its imports show."""

        def make() -> frozenset[bytes]:
            return frozenset(filter(_is_exported, self._gathered(package, package.files)))

        question, place = f"giving {self._type}", package.dir
        key = ("lifetime.giving", package.dir, package.path, self._type)
        following = self._semantics.workspace.following
        return self._semantics.shared(key, lambda: following(question, place, make), place)

    def _gathered(self, package: Package, files: tuple[str, ...]) -> frozenset[bytes]:
        place = (package.dir, package.path)
        if place in self._open or not files:
            return frozenset()
        self._open.add(place)
        own = self._read(package, files)
        found = own.names
        for path, importer in sorted(own.imports.items()):
            imported = self._semantics.workspace.resolve_import(path, importer)
            if imported is not None:
                found.update(self._exported(imported))
        self._open.discard(place)
        for data in own.valued if found else ():
            _add_values(data, found)
        return frozenset(found)

    def _read(self, package: Package, files: tuple[str, ...]) -> _Own:
        home, _, name = self._type.lstrip("*[]").rpartition(".")
        word, is_home = name.encode(), package.path.removesuffix("_test") == home
        own = _Own({}, set(), [])
        for path in files:
            data = self._semantics.workspace.peek(path)
            if data is None:
                continue
            file = SourceFile(path, data)
            imports = self._semantics.workspace.peek_imports(path, data)
            own.imports.update({each: path for each in imports if each not in own.imports})
            if b"\nvar" in data:
                own.valued.append(b"".join(_VARIABLES.findall(data)))
            if word in data and (is_home or home in imports):
                for declaration in file.mentioning(word):
                    own.names.update(_names(declaration, frozenset({word})))
            if _has_generic(data):
                for declaration in filter(is_generic, file.declarations):
                    own.names.update(_names(declaration, frozenset()))
        return own


def _add_values(data: bytes, names: set[bytes]) -> None:
    """Adds the exported variables in a text that are given what one of the names stands in."""
    values = _VALUES.findall(data)
    if names.isdisjoint(_WORDS.findall(b" ".join([right for _, right in values]))):
        return
    for left, right in values:
        if not names.isdisjoint(_WORDS.findall(right)):
            names.update(_WORDS.findall(left))


def _has_generic(data: bytes) -> bool:
    """Whether a file has generic functions, or interfaces with methods of generic types, that may
    give an error beside what a type parameter stands for."""
    if b"error" not in data:
        return False
    if b"interface" in data and _GENERIC_TYPE.search(data):
        return True
    if b"] interface" in data and _GENERIC_IN_GROUP.search(data):
        return True
    lines = _GENERIC_FUNCTION.findall(data)
    return any(b"error" in line or not line.endswith((b"{", b"}")) for line in lines)


def _is_exported(name: bytes) -> bool:
    return name[:1].isupper() or name[0] >= 0x80


def _names(declaration: Declaration, words: frozenset[bytes]) -> Iterator[bytes]:
    if declaration.keyword == "func":
        if holds(head_of(declaration), words) or _may_be_given(declaration):
            yield from _own_names(declaration)
    elif declaration.keyword == "var" and holds(declaration.text, words):
        yield from (each.encode() for each in declaration.names)
    yield from (each.encode() for each in interface_methods(declaration, words))


def _may_be_given(declaration: Declaration) -> bool:
    """Whether a generic function may give, beside an error, what a type parameter stands for.

    Without the error nobody says that the value is an open one: see `responses`.
    """
    if not is_generic(declaration):
        return False
    head = head_of(declaration)
    if b"error" not in head:
        return False
    before, results = _around_parameters(head)
    if declaration.method is not None:
        before = declaration.text[: declaration.text.find(b")")]
    return b"error" in results and not set(_WORDS.findall(before)).isdisjoint(
        _WORDS.findall(results)
    )


def _around_parameters(head: bytes) -> tuple[bytes, bytes]:
    """The text of a function's head in front of its parameters, and its results."""
    depth, start = 0, -1
    for found in _BRACKETS.finditer(head):
        if found[0] in b"([":
            if not depth and found[0] == b"(":
                start = found.start()
            depth += 1
        else:
            depth -= 1
            if not depth and start >= 0:
                return head[:start], head[found.end() :]
    return head, head
