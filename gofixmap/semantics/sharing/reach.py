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
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.errors import UsageError
from gofixmap.semantics.flows import packages_holding
from gofixmap.semantics.questions import ask, listed, name_of, question
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
    from collections.abc import Iterable, Iterator, Sequence

    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

FAR = 1 << 30  # steps: as far as it goes
_GAP = rb"(?:\s|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+"


class Reached(Struct, frozen=True):
    """A package, and the names that carry the type in its declarations."""

    package: Package
    names: Words | None = None  # None: every declaration has to be looked at

    def holds(self, declaration: Declaration) -> bool:
        return self.names is None or not self.names.isdisjoint(listed_words(declaration.text))

    def holding(self, semantics: Semantics, path: str) -> list[Declaration]:
        """The declarations of a file of the package that may hold a value of the type.

        Only these count as looked at, and that there are no others.
        """
        workspace = semantics.workspace
        file = workspace.file(path) if self.names is None else workspace.unnoted(path)
        if file is None:
            raise UsageError("cannot be read", where=path)
        found = [each for each in _coded(file) if self.holds(each)]
        if self.names is not None:
            for each in found:
                each.look()
            argument = b" ".join(sorted(self.names))
            workspace.answered(name_of(holding_one_of), argument, (path,), listed(found))
        return found


def _coded(file: SourceFile) -> Iterator[Declaration]:
    return (each for each in file.declarations if each.keyword != "import")


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
        imports_of = self._semantics.workspace.imports_of
        found: dict[str, list[str]] = {}
        for path, package in self._candidates.items():
            imported = {each for file in package.all_files for each in imports_of(file)}
            for each in imported & self._candidates.keys() if path != self._owner.path else ():
                found.setdefault(each, []).append(path)
        return found

    def _visit(self, package: Package) -> bool:
        """Whether a package uses names that lead to the type, and lets others do so by new ones."""
        used = [self._used_in(path) for path in package.all_files]
        leading = frozenset[bytes]().union(*(each.leading for each in used))
        containing = frozenset[bytes]().union(*(each.containing for each in used))
        if not leading or self._used.get(package.path) == Surface(leading, containing):
            return False
        self._used[package.path] = Surface(leading, containing)
        known = self._shown.get(package.path)
        shown = self._shown[package.path] = self._surface(package)
        return bool(shown.leading) and shown != known

    def _used_in(self, path: str) -> Surface:
        """The names of imported packages that lead to the type, as a file mentions them."""
        leading: set[bytes] = set()
        containing: set[bytes] = set()
        for imported in dict.fromkeys(self._semantics.workspace.imports_of(path)):
            shown = self._shown.get(imported)
            if shown is None or not shown.leading:
                continue
            argument = f"{self._candidates[imported].name} {imported}".encode()
            words = ask(self._semantics.workspace, selected, argument, path).split()
            leading |= shown.leading.intersection(words)
            containing |= shown.containing.intersection(words)
        return Surface(frozenset(leading), frozenset(containing))

    def _surface(self, package: Package) -> Surface:
        return exported(surface(self._heads(package), self._used[package.path]))

    def _heads(self, package: Package) -> tuple[Head, ...]:
        return heads_of(self._semantics, package)


def heads_of(semantics: Semantics, package: Package) -> tuple[Head, ...]:
    """The heads of what a package declares."""
    key = ("declaration heads", package.dir, package.path)
    found = semantics.once(key, lambda: tuple(_heads_by_file(semantics, package)))
    for path, _, answer in found:
        semantics.workspace.answered(name_of(shown_heads), b"", (path,), answer)
    return tuple(head for _, each, _ in found for head in each)


def _heads_by_file(
    semantics: Semantics, package: Package
) -> Iterator[tuple[str, tuple[Head, ...], bytes]]:
    """Each file with its heads, and with what stands for them where that is noted."""
    workspace = semantics.workspace
    for path in package.all_files:
        file = workspace.unnoted(path)
        found = heads((file,)) if file is not None else ()
        yield path, found, _told(found) if workspace.recorder is not None else b""


@question
def selected(files: Sequence[SourceFile], argument: bytes) -> bytes:
    """The names that files select from a package, of that name where they give it no other one."""
    own, _, path = argument.decode().partition(" ")
    found: set[bytes] = set()
    for file in files:
        for spec in file.imports:
            if spec.path == path:
                name = spec.name or own
                found.update((WORD if name == "." else _selected(name)).findall(file.data))
    return b" ".join(sorted(found))


@question
def holding_one_of(files: Sequence[SourceFile], names: bytes) -> bytes:
    """Which declarations of a file hold one of some words."""
    sought = frozenset(names.split())
    return b";".join(
        listed(each for each in _coded(file) if not sought.isdisjoint(listed_words(each.text)))
        for file in files
    )


@question
def shown_heads(files: Sequence[SourceFile], _: bytes) -> bytes:
    """Stands for the heads of what files declare."""
    return _told(heads(files))


def _told(found: Iterable[Head]) -> bytes:
    parts = [
        [sorted(words) for words in (h.declared, h.words, h.shown, h.contained, h.embedded, h.made)]
        for h in found
    ]
    return sha256(repr(parts).encode()).digest()


def _selected(package: str) -> re.Pattern[bytes]:
    """Finds what is selected from a package of that name; from others that end alike as well."""
    return re.compile(re.escape(package.encode()) + _GAP + rb"\." + _GAP + rb"(" + NAME + rb")")
