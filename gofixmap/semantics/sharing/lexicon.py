"""What the words of a package's code rule out, before anything of it is parsed.

A goroutine comes to an access by calls, and calls are made by name: what no declaration leads to by
the names that it holds is run by no goroutine of the package, and what is not reached that way from
a declaration that takes a lock runs under none. Tests are left out: nothing is found in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gofixmap.semantics.nodes import Captures
from gofixmap.semantics.questions import YES, Answer, ask, question, yes_if
from gofixmap.semantics.sharing.signs import (
    function_name,
    go_words,
    is_uneven,
    lockings,
    may_lock,
    may_start,
    named_starts,
    promises,
    serves,
)
from gofixmap.semantics.sharing.spelled import PLAIN, may_be_function, parameters
from gofixmap.semantics.sharing.surfaces import Words, words_of
from gofixmap.semantics.sharing.variables import Variable, VariableKind
from gofixmap.semantics.sharing.writing import Parts, Sought
from gofixmap.semantics.uses import directories_naming, directories_seeing

if TYPE_CHECKING:
    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

Place = tuple[str, int]  # the path of a file, and where a declaration in it begins, or which it is
_CALLS = 4  # between the start of a goroutine and an access, as `contexts` follows them
_PASSED = 4  # functions that hand on what they are to start, as `fates` follows them

_CODE = ("func", "var")
_GO_STATEMENTS = Captures("(go_statement) @go")
_FEW = 3  # words that are looked for one by one
_CLOSURE = re.compile(rb"\bfunc\b")
_SHOWN_LOCK = re.compile(
    rb"^(?:[ \t]+|[ \t]*var[ \t]+)(?:[A-Z]\w*\b[^\n]*(?:Mutex|Locker)\b"
    rb"|\*?(?:\w+\.)?\w*(?:Mutex|Locker)[ \t\r]*(?:[/\"`]|$))",
    re.MULTILINE,
)
# A field without a name of its own, of one of some types.
_EMBEDDING = rb"[\n;{][ \t]*\*?(?:%b)(?:\[[^\n]*\])?[ \t\r]*[\n;}/\"`]"


def conflicting(semantics: Semantics, variable: Variable) -> tuple[Package, ...]:
    """The packages in which `conflicts` may find anything for a variable outside of tests."""
    package = variable.info.package
    own = _is_written_beside(semantics, package, variable)
    others = (
        other
        for other in _writing_elsewhere(semantics, variable)
        if _starts(semantics, other) and _is_written_beside(semantics, other, variable)
    )
    return (*((package,) if own else ()), *others)


def _is_written_beside(semantics: Semantics, package: Package, variable: Variable) -> bool:
    sought = Sought.of(variable, package)
    return _asked(semantics, package, "written beside", sought.argument) == YES


def is_near_start(semantics: Semantics, package: Package, declaration: Declaration) -> bool:
    """Whether code that starts goroutines may lead to a declaration, or is in it."""
    argument = json.dumps(_numbered(declaration)).encode()
    return _asked(semantics, package, "near start", argument) == YES


def written_locked(semantics: Semantics, variable: Variable) -> tuple[Declaration, ...]:
    """The code of its own package that may write a variable while it holds a lock."""
    return _written_locked(semantics, variable.info.package, variable)


def _written_locked(
    semantics: Semantics, package: Package, variable: Variable
) -> tuple[Declaration, ...]:
    argument = Sought.of(variable, package).argument
    places: list[Place] = json.loads(_asked(semantics, package, "written locked", argument))
    files = ((semantics.workspace.unnoted(path), number) for path, number in places)
    found = tuple(file.declarations[number] for file, number in files if file is not None)
    for each in found:
        each.look()
    return found


def written_locked_elsewhere(semantics: Semantics, variable: Variable) -> tuple[Declaration, ...]:
    """The code of other packages that may write a variable with a lock held that the variable's
    package declares."""
    found: tuple[Declaration, ...] = ()
    owner = variable.owner.encode()
    if _asked(semantics, variable.info.package, "shows lock", owner) == YES:
        for other in _writing_elsewhere(semantics, variable):
            if _locks(semantics, other):
                found += _written_locked(semantics, other, variable)
    return found


def _writing_elsewhere(semantics: Semantics, variable: Variable) -> tuple[Package, ...]:
    """The other packages that can name the variable, and whose text may write it."""
    if not variable.is_exported or variable.info.package.is_main:
        return ()
    key = ("sharing.writing_elsewhere", variable)
    return semantics.once(key, lambda: tuple(_find_elsewhere(semantics, variable)))


def _find_elsewhere(semantics: Semantics, variable: Variable) -> Iterator[Package]:
    workspace, package = semantics.workspace, variable.info.package
    is_field = variable.kind is VariableKind.FIELD
    seeing = (directories_seeing if is_field else directories_naming)(semantics, package)
    argument = Sought.of(variable).argument
    judged = {package.path}
    paths = workspace.files_mentioning(variable.name, seeing) if len(seeing) > 1 else ()
    for path in paths:
        other = workspace.package_of(path) if not path.endswith("_test.go") else None
        if other is None or other.path in judged or other.dir not in seeing:
            continue
        if ask(workspace, may_write, argument, path) == YES:
            judged.add(other.path)
            yield other


@question
def may_write(files: Sequence[SourceFile], argument: bytes) -> bytes:
    """Whether code in one of the files may write a variable of another package."""
    sought = Sought.read(argument)
    parts: Parts = {}
    return yes_if(
        sought.may_be_written(each, parts)
        for file in files
        if sought.may_be_written_in(file)
        for each in file.mentioning(sought.name)
        if each.keyword in _CODE
    )


def _starts(semantics: Semantics, package: Package) -> bool:
    """Whether a package's text may start a goroutine, or be run by one that others start."""
    return semantics.shared(
        ("sharing.starts", package.dir, package.path),
        lambda: _holds_for_one(semantics, package, starts_goroutines),
        home=package.dir,
    )


@question
def starts_goroutines(files: Sequence[SourceFile], _: bytes) -> bytes:
    """Whether one of the files may start a goroutine, or be run by one."""
    return yes_if(may_start(file.data) for file in files)


def _holds_for_one(semantics: Semantics, package: Package, answer: Answer) -> bool:
    return any(
        ask(semantics.workspace, answer, b"", path) == YES for path in _code_of(semantics, package)
    )


def _locks(semantics: Semantics, package: Package) -> bool:
    """Whether a package's text takes a lock, or says that one is held."""
    return semantics.shared(
        ("sharing.locks", package.dir, package.path),
        lambda: _holds_for_one(semantics, package, takes_locks),
        home=package.dir,
    )


@question
def takes_locks(files: Sequence[SourceFile], _: bytes) -> bytes:
    """Whether one of the files takes a lock, or says that one is held."""
    return yes_if(map(may_lock, files))


def _code_of(semantics: Semantics, package: Package) -> tuple[str, ...]:
    """The files of a package, tests left out."""
    return semantics.once(
        ("sharing.code", package.dir, package.path),
        lambda: tuple(path for path in package.all_files if not path.endswith("_test.go")),
    )


def _asked(semantics: Semantics, package: Package, asked: str, argument: bytes) -> bytes:
    """What the lexicon of a package says."""
    workspace, paths = semantics.workspace, _code_of(semantics, package)

    def make() -> Lexicon:
        return Lexicon(filter(None, map(workspace.unnoted, paths)))

    made = semantics.once(("sharing.lexicon", package.dir, package.path), make)
    found = _ANSWERS[asked](made, argument)
    workspace.answered(lexicon.__name__, b"%s %s" % (asked.encode(), argument), paths, found)
    return found


@question
def lexicon(files: Sequence[SourceFile], argument: bytes) -> bytes:
    """What the lexicon of a package says again."""
    asked = next(each for each in _ANSWERS if argument.startswith(each.encode()))
    return _ANSWERS[asked](_lexicon(tuple(files)), argument[len(asked) + 1 :])


@lru_cache(maxsize=1)
def _lexicon(files: tuple[SourceFile, ...]) -> Lexicon:
    return Lexicon(files)


class Lexicon:
    """The functions and initialisers of a package by their words."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._files = tuple(files)
        self._code = [
            declaration
            for file in self._files
            for declaration in file.declarations
            if declaration.keyword in _CODE
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

    def _next(self, words: Iterable[bytes]) -> set[int]:
        """The functions that words may be calls of."""
        return {at for word in words for at in self._by_name.get(word, ())}

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

    @cached_property
    def _near_starts(self) -> frozenset[int]:
        """The pieces that start goroutines, and those that they may lead to by calls."""
        found = set(self.starting)
        last = found
        for _ in range(_CALLS):
            last = self._next({word for at in last for word in self._words_of(at)}) - found
            found |= last
        return frozenset(found)

    def is_near_start(self, path: str, number: int) -> bool:
        """Whether code that starts goroutines may lead to a declaration, or is in it."""
        listed = next((each.declarations for each in self._files if each.path == path), ())
        places = map(_place, listed[number : number + 1])
        return any(self._at.get(place) in self._near_starts for place in places)

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
    def _locked(self) -> dict[bytes, list[int]]:
        """The pieces that may run with a lock held, by their words: they take it, or are called by
        who does. An exported function counts on none, for anybody may call it."""
        roots = self._around(lockings)
        roots |= {at for at, each in enumerate(self._code) if promises(each)}
        uneven = {self._names[at] for at in roots if is_uneven(self._code[at].text)}
        handed = {self._names[at] for at in roots if self._takes_function(at)}
        last = roots | self._holding(uneven | handed)
        found: dict[bytes, list[int]] = {}
        seen = set(last)
        while last:
            called: set[bytes] = set()
            for at in last:
                for word in self._words_of(at):
                    found.setdefault(word, []).append(at)
                    called.add(word)
            last = {at for at in self._next(called) - seen if not self._names[at][:1].isupper()}
            seen |= last
        return found

    def written_locked(self, sought: Sought) -> list[Declaration]:
        """The package's code that may write a variable while it holds a lock."""
        places: Iterable[int] = self._locked.get(sought.name, ())
        if sought.is_local:
            places = self._of(sought).intersection(places)
        found = (self._code[at] for at in sorted(places))
        return [each for each in found if sought.may_be_written(each, self._parts)]

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


_ANSWERS: dict[str, Callable[[Lexicon, bytes], bytes]] = {
    "written beside": lambda made, a: yes_if([made.is_written_beside(Sought.read(a))]),
    "written locked": lambda made, a: _places(made.written_locked(Sought.read(a))),
    "near start": lambda made, a: yes_if([made.is_near_start(*json.loads(a))]),
    "shows lock": lambda made, a: yes_if([made.shows_lock(a.decode())]),
}


def _places(declarations: Iterable[Declaration]) -> bytes:
    return json.dumps([_numbered(each) for each in declarations]).encode()


def _numbered(declaration: Declaration) -> Place:
    """A file, and which of its declarations one is: what is written above it changes nothing."""
    return declaration.file.path, declaration.file.number_of(declaration)


def _has_exported(names: Iterable[str]) -> bool:
    return any(name[:1].isupper() for name in names)


def _place(declaration: Declaration) -> Place:
    return declaration.file.path, declaration.span.start
