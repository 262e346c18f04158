"""Which declarations can have values of a type at hand, told by names alone.

Whatever a function uses begins with a name that its text holds: `store.New()`, `s *store.Store`. A
package-level name carries the type if its declaration mentions the type or another name that
carries it; of functions only the results count. From one package to another that imports it lead
exported names alone, and what their values let one select. Names are compared by their spelling, so
that there may be more declarations than needed, not fewer. There are thousands of names for a type
that half of a workspace uses, which is why they are met word by word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap.semantics.flows import packages_holding
from gofixmap.semantics.sharing.surfaces import (
    NAME,
    WORD,
    Head,
    Surface,
    Words,
    closed,
    exported,
    heads,
    listed_words,
    surface,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

FAR = 1 << 30  # steps: as far as it goes
_GAP = rb"(?:\s|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+"


@dataclass(frozen=True, slots=True)
class Reached:
    """A package, and the names that carry the type in its declarations."""

    package: Package
    names: Words | None = None  # None: every declaration has to be looked at

    def holds(self, declaration: Declaration) -> bool:
        return self.names is None or not self.names.isdisjoint(listed_words(declaration.text))


def packages_reaching(
    semantics: Semantics, owner: Package, name: str, steps: int = FAR
) -> tuple[Reached, ...]:
    """The packages whose code can hold a value of the type, or a pointer to one.

    `steps` are the imports to follow: with 0 only the package that declares it, with 1 those that
    import this one as well.
    """
    key = ("packages reaching", owner.dir, owner.path, name, steps)
    return semantics.once(key, lambda: _Reach(semantics, owner, name).packages(steps))


class _Reach:
    def __init__(self, semantics: Semantics, owner: Package, name: str) -> None:
        self._semantics = semantics
        self._owner = owner
        self._name = name
        own = frozenset({name.encode()})
        self._used = {owner.path: Surface(own, own)}  # by import path
        self._shown = {owner.path: self._surface(owner)}
        self._candidates = {owner.path: owner}

    def packages(self, steps: int) -> tuple[Reached, ...]:
        if steps and self._shown[self._owner.path].leading:
            self._follow(steps)
        return tuple(
            Reached(each, closed(self._heads(each), self._used[path].leading))
            for path, each in self._candidates.items()
            if path in self._used
        )

    def _follow(self, steps: int) -> None:
        """Goes from package to package, to those that import what was found to lead there."""
        self._candidates |= {
            each.path: each for each in packages_holding(self._semantics, self._owner, self._name)
        }
        importers = self._importers()
        changed = [self._owner.path]
        while changed and steps:
            paths = dict.fromkeys(each for path in changed for each in importers.get(path, ()))
            changed = [path for path in paths if self._visit(self._candidates[path])]
            steps -= 1

    def _importers(self) -> dict[str, list[str]]:
        """Which candidates import a candidate, tests included."""
        found: dict[str, list[str]] = {}
        for path, package in self._candidates.items():
            imported = {spec.path for file in self._files(package) for spec in file.imports}
            for each in imported & self._candidates.keys() if path != self._owner.path else ():
                found.setdefault(each, []).append(path)
        return found

    def _visit(self, package: Package) -> bool:
        """Whether a package uses names that lead to the type, and lets others do so by new ones."""
        used = [self._used_in(file) for file in self._files(package)]
        leading = frozenset[bytes]().union(*(each.leading for each in used))
        containing = frozenset[bytes]().union(*(each.containing for each in used))
        if not leading or self._used.get(package.path) == Surface(leading, containing):
            return False
        self._used[package.path] = Surface(leading, containing)
        known = self._shown.get(package.path)
        shown = self._shown[package.path] = self._surface(package)
        return bool(shown.leading) and shown != known

    def _used_in(self, file: SourceFile) -> Surface:
        """The names of imported packages that lead to the type, as a file mentions them."""
        leading: set[bytes] = set()
        containing: set[bytes] = set()
        for spec in file.imports:
            shown = self._shown.get(spec.path)
            if shown is None or not shown.leading:
                continue
            name = spec.name or self._candidates[spec.path].name
            words = (WORD if name == "." else _selected(name)).findall(file.data)
            leading |= shown.leading.intersection(words)
            containing |= shown.containing.intersection(words)
        return Surface(frozenset(leading), frozenset(containing))

    def _surface(self, package: Package) -> Surface:
        return exported(surface(self._heads(package), self._used[package.path]))

    def _heads(self, package: Package) -> tuple[Head, ...]:
        key = ("declaration heads", package.dir, package.path)
        return self._semantics.once(key, lambda: heads(self._files(package)))

    def _files(self, package: Package) -> Iterator[SourceFile]:
        files = (self._semantics.workspace.file(path) for path in package.all_files)
        return (file for file in files if file is not None)


def _selected(package: str) -> re.Pattern[bytes]:
    """Finds what is selected from a package of that name; from others that end alike as well."""
    return re.compile(re.escape(package.encode()) + _GAP + rb"\." + _GAP + rb"(" + NAME + rb")")
