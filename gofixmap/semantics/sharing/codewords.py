"""The code of a package by its words: what goroutines may come to, and what runs under a lock.

A goroutine comes to an access by calls, and calls are made by name: what no declaration leads to by
the names that it holds is run by no goroutine of the package, and what is not reached that way from
a declaration that takes a lock runs under none. Tests are left out: nothing is found in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from gofixmap.patterns import pattern
from gofixmap.semantics.nodes import Captures
from gofixmap.semantics.sharing.signs import (
    function_name,
    go_words,
    is_uneven,
    lockings,
    named_starts,
    promising,
    serves,
)
from gofixmap.semantics.sharing.spelled import PLAIN, may_be_function, parameters
from gofixmap.semantics.sharing.surfaces import Words, is_exported, words_of
from gofixmap.semantics.sharing.writing import Parts, Sought

if TYPE_CHECKING:
    from gofixmap.syntax.source import Declaration, SourceFile

Place = tuple[str, int]  # the path of a file, and where a declaration in it begins, or which it is
Places = dict[str, frozenset[int]]  # the numbers of some of a file's declarations, by its path
_CALLS = 4  # between the start of a goroutine and an access, as `contexts` follows them
_PASSED = 4  # functions that hand on what they are to start, as `fates` follows them

CODE = ("func", "var")
_GO_STATEMENTS = Captures("(go_statement) @go")
_FEW = 12  # words that are looked for one by one
_CLOSURE = pattern(rb"\bfunc\b")
_SHOWN_LOCK = pattern(
    rb"^(?:[ \t]+|[ \t]*var[ \t]+)(?:[A-Z]\w*\b[^\n]*(?:Mutex|Locker)\b"
    rb"|\*?(?:\w+\.)?\w*(?:Mutex|Locker)[ \t\r]*(?:[/\"`]|$))",
    re.MULTILINE,
)
# A field without a name of its own, of one of some types.
_EMBEDDING = rb"[\n;{][ \t]*\*?(?:%b)(?:\[[^\n]*\])?[ \t\r]*[\n;}/\"`]"


class Lexicon:
    """The functions and initialisers of a package by their words."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._files = tuple(files)
        self._code = [
            declaration
            for file in self._files
            for declaration in file.declarations
            if declaration.keyword in CODE
        ]
        self._names = [function_name(each) for each in self._code]
        self._at = {_place(each): at for at, each in enumerate(self._code)}
        self._words: dict[int, Words] = {}
        self._parts: Parts = {}

    def _words_of(self, at: int) -> Words:
        if at not in self._words:
            self._words[at] = words_of(self._code[at].text)
        return self._words[at]

    def _holding(self, words: Iterable[bytes]) -> set[int]:
        """The pieces of code that hold one of the words."""
        sought = {word for word in words if word}
        if len(sought) > _FEW:  # the words of most pieces are needed anyway
            pieces = range(len(self._code))
            return {at for at in pieces if not sought.isdisjoint(self._words_of(at))}
        found = (
            self._at.get(_place(declaration))
            for word in sought
            for file in self._files
            for declaration in file.mentioning(word)
        )
        return {at for at in found if at is not None}

    def _around(self, search: Callable[[bytes], Iterator[int]]) -> set[int]:
        """The pieces around the offsets that a search finds in the files."""
        found = (
            self._at.get(_place(declaration))
            for file in self._files
            for offset in search(file.data)
            if (declaration := file.declaration_at(offset)) is not None
        )
        return {at for at in found if at is not None}

    @cached_property
    def _by_name(self) -> dict[bytes, list[int]]:
        found: dict[bytes, list[int]] = {}
        for at, name in enumerate(self._names):
            if name:
                found.setdefault(name, []).append(at)
        return found

    def _next(self, words: Set[bytes]) -> set[int]:
        """The functions that words may be calls of."""
        by_name = self._by_name
        return {at for word in by_name.keys() & words for at in by_name[word]}

    def _called_by(self, pieces: Iterable[int]) -> set[int]:
        """The functions that some pieces may call."""
        return self._next({word for at in pieces for word in self._words_of(at)})

    # Goroutines

    @cached_property
    def starting(self) -> frozenset[int]:
        """The pieces in which a goroutine may be started, or which one may begin with."""
        roots = set(self._going) | self._named_starts
        if not roots and not self._serves:
            return frozenset()
        handing = {self._names[at] for at in roots if self._takes_function(at)}
        found, last = set[int](), handing
        for _ in range(_PASSED):
            held = self._holding(last)
            found |= held
            last = {self._names[at] for at in held if self._takes_function(at)} - handing
            handing |= last
        return frozenset(roots | found | self._holding(last) | self._services)

    @cached_property
    def _going(self) -> dict[int, list[bytes]]:
        """The text of the go statements of the pieces that have some."""
        found = {at: self._statements(at) for at in self._around(go_words)}
        return {at: statements for at, statements in found.items() if statements}

    def _statements(self, at: int) -> list[bytes]:
        declaration = self._code[at]
        if declaration.has_error:
            return [declaration.text]
        return [node.text or b"" for node in _GO_STATEMENTS.of(declaration.node)]

    @cached_property
    def _named_starts(self) -> set[int]:
        return self._around(named_starts)

    @cached_property
    def _serves(self) -> bool:
        return any(serves(file.data) for file in self._files)

    @property
    def _services(self) -> set[int]:
        """The methods that may be those of a gRPC service."""
        if not self._serves:
            return set()
        methods = ((at, each.method) for at, each in enumerate(self._code))
        return {at for at, method in methods if method is not None and method[1][:1].isupper()}

    @cached_property
    def _run_words(self) -> Words:
        """The words of all code that a goroutine may come to, as calls are followed."""
        words: set[bytes] = set()
        for at in self.starting:
            words |= self._started_words(at)
        found = set[int]()
        last = self._next(words)
        for _ in range(_CALLS):
            found |= last
            called = {word for at in last for word in self._words_of(at)}
            words |= called
            last = self._next(called) - found
        return frozenset(words)

    @property
    def shown_run_words(self) -> bytes:
        """Those of the words that other packages may use for what they import, one a line."""
        return b"\n%b\n" % b"\n".join(word for word in self._run_words if is_exported(word))

    @cached_property
    def near_starts(self) -> Places:
        """Which declarations of a file start goroutines, or may be come to from those by calls."""
        found = set(self.starting)
        last = found
        for _ in range(_CALLS):
            last = self._called_by(last) - found
            found |= last
        return self._placed(found)

    def _placed(self, pieces: Iterable[int]) -> Places:
        numbers = map(numbered, (self._code[at] for at in sorted(pieces)))
        return {
            path: frozenset(number for _, number in group)
            for path, group in groupby(numbers, key=itemgetter(0))
        }

    def _started_words(self, at: int) -> Words:
        """The words of what a piece starts; all where that may be a literal with a name."""
        statements = self._going.get(at)
        if statements is None or at in self._named_starts or at in self._handed:
            return self._words_of(at)
        inside = sum(len(_CLOSURE.findall(text)) for text in statements)
        own = self._code[at].keyword == "func"
        if len(_CLOSURE.findall(self._code[at].text)) > inside + own:
            return self._words_of(at)
        return words_of(b" ".join(statements))

    @cached_property
    def _handed(self) -> frozenset[int]:
        return self.starting - (self._going.keys() - self._named_starts)

    def is_written_beside(self, sought: Sought) -> bool:
        """Whether the package's code may write a variable, and come to it in a goroutine."""
        if sought.is_local:
            places = self._of(sought)
            return not places.isdisjoint(self.starting) and self._is_written(sought, places)
        if not self._is_written(sought, self._of(sought)):
            return False
        return sought.name in self._run_words

    def _of(self, sought: Sought) -> set[int]:
        """The pieces that may access a variable."""
        if not sought.is_local:
            return self._holding([sought.name])
        path, offset = sought.place
        found = (each.declaration_at(offset) for each in self._files if each.path == path)
        pieces = {self._at.get(_place(each)) for each in found if each is not None}
        return {at for at in pieces if at is not None}

    def _takes_function(self, at: int) -> bool:
        """Whether one of a function's parameters may be a function, by how its type is spelled."""
        declaration = self._code[at]
        return declaration.keyword == "func" and any(
            may_be_function(each, self._plain_types) for each in parameters(declaration)
        )

    @cached_property
    def _plain_types(self) -> frozenset[bytes]:
        """The names of the package's types that are no functions by the first word behind them."""
        found: set[bytes] = set()
        for file in self._files:
            for declaration in file.declarations:
                if declaration.keyword == "type" and len(declaration.names) == 1:
                    match = PLAIN.match(declaration.text)
                    if match is not None:
                        found.add(match[1])
        return frozenset(found)

    # Locks

    @cached_property
    def locked(self) -> Places:
        """Which declarations of a file may run with a lock held: they take it, or are called by
        who does. An exported function counts on none, for anybody may call it."""
        roots = self._around(lockings)
        roots |= {self._at[_place(each)] for file in self._files for each in promising(file)}
        uneven = {self._names[at] for at in roots if is_uneven(self._code[at].text)}
        handed = {self._names[at] for at in roots if self._takes_function(at)}
        found = last = roots | self._holding(uneven | handed)
        while last:
            called = self._called_by(last)
            last = {at for at in called - found if not self._names[at][:1].isupper()}
            found = found | last
        return self._placed(found)

    def written_locked(self, sought: Sought) -> list[Place]:
        return writing(self._files, sought, self.locked, self._parts)

    def shows_lock(self, owner: str) -> bool:
        """Whether other packages may be able to take a lock that guards what `Variable.owner` has:
        one of that struct or of what it embeds, or a variable."""
        return self._showing is None or owner.partition(".")[0] in self._showing

    @cached_property
    def _showing(self) -> frozenset[str] | None:
        """The types and structs that have such a lock, or embed one that has; None where a
        variable with an exported name may be, or hold, a lock."""
        shown = [
            declaration
            for file in self._files
            if b"Mutex" in file.data or b"Locker" in file.data
            for match in _SHOWN_LOCK.finditer(file.data)
            if (declaration := file.declaration_at(match.start())) is not None
        ]
        found = {name for each in shown for name in each.names}
        if any(each.keyword == "var" and _has_exported(each.names) for each in shown):
            return None
        last = found
        while last:
            embedding = re.compile(_EMBEDDING % b"|".join(name.encode() for name in last))
            structs = (each for each in self._declaring if embedding.search(each.text) is not None)
            last = {name for each in structs for name in each.names} - found
            found = found | last
        return frozenset(found)

    @property
    def _declaring(self) -> Iterator[Declaration]:
        """The declarations that structs can stand in."""
        for file in self._files:
            yield from (each for each in file.declarations if each.keyword in ("type", "var"))

    def _is_written(self, sought: Sought, places: Iterable[int]) -> bool:
        return any(sought.may_be_written(self._code[at], self._parts) for at in places)


def numbered(declaration: Declaration) -> Place:
    """A file, and which of its declarations one is: what is written above it changes nothing."""
    return declaration.file.path, declaration.file.number_of(declaration)


def writing(
    files: Iterable[SourceFile], sought: Sought, places: Places, parts: Parts
) -> list[Place]:
    """The declarations at some places that may write a variable."""
    return [
        (file.path, number)
        for file in files
        if (numbers := places.get(file.path))
        for each in _accessing(file, sought)
        if (number := file.number_of(each)) in numbers and sought.may_be_written(each, parts)
    ]


def _accessing(file: SourceFile, sought: Sought) -> Sequence[Declaration]:
    """The declarations of a file that may access a variable."""
    if not sought.is_local:
        return file.mentioning(sought.name)
    path, offset = sought.place
    around = file.declaration_at(offset) if file.path == path else None
    return (around,) if around is not None else ()


def _has_exported(names: Iterable[str]) -> bool:
    return any(name[:1].isupper() for name in names)


def _place(declaration: Declaration) -> Place:
    return declaration.file.path, declaration.span.start
