"""Which declarations can have values of a type at hand, told by names alone.

Whatever a function uses begins with a name that its text holds: `store.New()`, `s *store.Store`. A
package-level name carries the type if its declaration mentions the type or another name that
carries it, in this package or in one that it imports; of functions only the results count. Names
are compared by their spelling, so that there may be more declarations than needed, not fewer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap.semantics.flows import packages_holding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

_WORD = re.compile(rb"[^\W\d]\w*", re.ASCII)
_Words = frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Reached:
    """A package, and what finds the names that carry the type in its declarations."""

    package: Package
    names: re.Pattern[bytes] | None = None  # None: every declaration has to be looked at

    def holds(self, declaration: Declaration) -> bool:
        return self.names is None or self.names.search(declaration.text) is not None


def packages_reaching(semantics: Semantics, owner: Package, name: str) -> tuple[Reached, ...]:
    """The packages whose code can hold a value of the type, or a pointer to one."""
    key = ("packages reaching", owner.dir, owner.path, name)
    return semantics.once(key, lambda: _Reach(semantics, owner, name).packages())


class _Reach:
    def __init__(self, semantics: Semantics, owner: Package, name: str) -> None:
        self._semantics = semantics
        self._owner = owner
        self._candidates = list(dict.fromkeys(packages_holding(semantics, owner, name)))
        self._carrying: dict[str, set[bytes]] = {}  # by import path
        self._carrying[owner.path] = self._closed(owner, {name.encode()})

    def packages(self) -> tuple[Reached, ...]:
        changed = True
        while changed:
            changed = False
            for package in self._candidates:
                changed |= self._visit(package)
        return tuple(
            Reached(each, _finding(self._carrying[each.path]))
            for each in self._candidates
            if each.path in self._carrying
        )

    def _visit(self, package: Package) -> bool:
        """Whether something new is known of a package that imports carriers."""
        if package.path == self._owner.path:
            return False
        imported = self._imported(package)
        if not imported or not self._mentions(package, imported):
            return False
        known = self._carrying.get(package.path)
        found = self._closed(package, imported)
        self._carrying[package.path] = found
        return known is None or len(found) > len(known)

    def _files(self, package: Package) -> Iterable[SourceFile]:
        files = (self._semantics.workspace.file(path) for path in package.all_files)
        return (file for file in files if file is not None)

    def _imported(self, package: Package) -> set[bytes]:
        """The names that carry the type in the packages which this one imports."""
        paths = {spec.path for file in self._files(package) for spec in file.imports}
        return {name for path in paths for name in self._carrying.get(path, ())}

    def _mentions(self, package: Package, names: set[bytes]) -> bool:
        wanted = _finding(names)
        return any(wanted.search(file.data) for file in self._files(package))

    def _closed(self, package: Package, names: set[bytes]) -> set[bytes]:
        """The names with all that the package declares by them."""
        carrying = set(names)
        heads = self._heads(package)
        changed = True
        while changed:
            changed = False
            for declared, words in heads:
                if not declared <= carrying and not words.isdisjoint(carrying):
                    carrying |= declared
                    changed = True
        return carrying

    def _heads(self, package: Package) -> list[tuple[_Words, _Words]]:
        """The names and the words of each declaration of the package."""
        key = ("declaration heads", package.dir, package.path)
        return self._semantics.once(
            key,
            lambda: [
                (_declared(each), frozenset(_WORD.findall(_head(each))))
                for file in self._files(package)
                for each in file.declarations
                if each.keyword in ("func", "type", "var")
            ],
        )


def _finding(names: set[bytes]) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!\w)(?:" + b"|".join(map(re.escape, sorted(names))) + rb")(?!\w)")


def _declared(declaration: Declaration) -> _Words:
    """What a declaration adds to the names that carry; a method adds to its type."""
    if declaration.method is not None:
        return frozenset({declaration.method[0].encode()})
    return frozenset(name.encode() for name in declaration.names)


def _head(declaration: Declaration) -> bytes:
    """The text of a declaration, of a function only that of its results: what it takes has to be
    named by who gives it."""
    text = declaration.text
    if declaration.keyword != "func":
        return text
    at = _after_parentheses(text, 0)
    if declaration.method is not None:
        at = _after_parentheses(text, at)
    body = next((each for each in _BRACE.finditer(text, at) if not each[1]), None)
    return text[at : body.start() if body is not None else len(text)]


_BRACE = re.compile(rb"(\binterface\s*|\bstruct\s*)?\{")
_PARENTHESIS = re.compile(rb"[()]")


def _after_parentheses(text: bytes, start: int) -> int:
    """Behind the next group in parentheses."""
    depth = 0
    for match in _PARENTHESIS.finditer(text, start):
        depth += 1 if match[0] == b"(" else -1
        if depth == 0:
            return match.end()
    return start
