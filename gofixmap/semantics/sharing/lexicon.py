"""What the words of a package's code rule out, before anything of it is parsed.

A goroutine comes to an access by calls, and calls are made by name: what no declaration leads to by
the names that it holds is run by no goroutine of the package, and what is not reached that way from
a declaration that takes a lock runs under none. Tests are left out: nothing is found in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap.semantics.nodes import Captures
from gofixmap.semantics.sharing.spelled import PLAIN, may_be_function, parameters
from gofixmap.semantics.sharing.surfaces import Words, words_of
from gofixmap.semantics.sharing.variables import Variable, VariableKind
from gofixmap.semantics.sharing.writing import Parts, Sought
from gofixmap.semantics.uses import directories_seeing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

_CALLS = 4  # between the start of a goroutine and an access, as `contexts` follows them
_PASSED = 4  # functions that hand on what they are to start, as `fates` follows them

_CODE = ("func", "var")
# Expressions begin with letters that a search can skip to; what stands before them is tried after.
_GO = re.compile(rb"go(?=[ \t\r\n(/])")
_GO_STATEMENTS = Captures("(go_statement) @go")
_NAMED_STARTS = (
    *(b"AfterFunc", b"DoChan", b"HandlerFunc", b"RegisterOnShutdown", b"ResponseWriter"),
    *(b"RunParallel", b"ServeHTTP"),
)
_CALLED_STARTS = (re.compile(rb"Go[ \t]*\("), re.compile(rb"Handle(?:Func)?[ \t]*\("))
_BEFORE_CALLED = re.compile(rb"(?<![\w\x80-\xff])(?:Try)?\Z")
_LOCKING = re.compile(rb"Lock[ \t]*\(")
_BEFORE_LOCKING = re.compile(rb"\.[ \t\n]*(?:Try)?R?\Z")
_FEW = 3  # words that are looked for one by one
_NEAR = 24  # bytes before a place that are looked at
_CLOSURE = re.compile(rb"\bfunc\b")
_SERVICES = (b"Register", b"Unimplemented", b"Unsafe")
_SERVED = re.compile(
    rb"\bRegister\w+Server\(|^\s+(?:\w+\.)?(?:Unimplemented|Unsafe)\w+Server\b", re.MULTILINE
)
_UNEVEN = (re.compile(rb"\.R?Lock\(\)"), re.compile(rb"\.R?Unlock\b"))
_PROMISING = (b"lock", b"mutex", b"mtx", b"mu", b"hold")
_PROMISES = re.compile(rb"(?i)lock|mutex|mtx|\bmu\b|\wMu\b|\bhold")
_SHOWN_LOCK = re.compile(
    rb"^(?:[ \t]+|[ \t]*var[ \t]+)(?:[A-Z]\w*\b[^\n]*(?:Mutex|Locker)\b"
    rb"|\*?(?:\w+\.)?\w*(?:Mutex|Locker)[ \t\r]*(?:[/\"`]|$))",
    re.MULTILINE,
)
# A field without a name of its own, of one of some types.
_EMBEDDING = rb"[\n;{][ \t]*\*?(?:%b)(?:\[[^\n]*\])?[ \t\r]*[\n;}/\"`]"


def lexicon_of(semantics: Semantics, package: Package) -> Lexicon:
    """The lexicon of a package; one per semantics."""
    key = ("sharing.lexicon", package.dir, package.path)
    return semantics.once(key, lambda: Lexicon(_files(semantics, package)))


def conflicting(semantics: Semantics, variable: Variable) -> tuple[Package, ...]:
    """The packages in which `conflicts` may find anything for a variable outside of tests."""
    package = variable.info.package
    own = lexicon_of(semantics, package).is_written_beside(variable)
    others = (
        other
        for other in _writing_elsewhere(semantics, variable)
        if _starts(semantics, other) and lexicon_of(semantics, other).is_written_beside(variable)
    )
    return (*((package,) if own else ()), *others)


def written_locked(semantics: Semantics, variable: Variable) -> tuple[Declaration, ...]:
    """The code of its own package that may write a variable while it holds a lock."""
    return tuple(lexicon_of(semantics, variable.info.package).written_locked(variable))


def written_locked_elsewhere(semantics: Semantics, variable: Variable) -> tuple[Declaration, ...]:
    """The code of other packages that may write a variable with a lock held that the variable's
    package declares."""
    found: list[Declaration] = []
    if lexicon_of(semantics, variable.info.package).shows_lock(variable.owner):
        for other in _writing_elsewhere(semantics, variable):
            if _locks(semantics, other):
                found += lexicon_of(semantics, other).written_locked(variable)
    return tuple(found)


def _writing_elsewhere(semantics: Semantics, variable: Variable) -> tuple[Package, ...]:
    """The other packages that can name the variable, and whose text may write it."""
    if not variable.is_exported or variable.info.package.is_main:
        return ()
    key = ("sharing.writing_elsewhere", variable)
    return semantics.once(key, lambda: tuple(_find_elsewhere(semantics, variable)))


def _find_elsewhere(semantics: Semantics, variable: Variable) -> Iterator[Package]:
    workspace, package = semantics.workspace, variable.info.package
    seeing = directories_seeing(semantics, package)
    name, sought = variable.name.encode(), Sought(variable, {})
    judged = {package.path}
    paths = workspace.files_mentioning(variable.name, seeing) if len(seeing) > 1 else ()
    for path in paths:
        other = workspace.package_of(path) if not path.endswith("_test.go") else None
        if other is None or other.path in judged or other.dir not in seeing:
            continue
        file = workspace.file(path)
        if file is None or not sought.may_be_written_in(file):
            continue
        code = (each for each in file.mentioning(name) if each.keyword in _CODE)
        if any(sought.may_be_written(each) for each in code):
            judged.add(other.path)
            yield other


def _starts(semantics: Semantics, package: Package) -> bool:
    """Whether a package's text may start a goroutine, or be run by one that others start."""
    return semantics.shared(
        ("sharing.starts", package.dir, package.path),
        lambda: any(_may_start(file.data) for file in _files(semantics, package)),
        home=package.dir,
    )


def _may_start(data: bytes) -> bool:
    return (
        _serves(data)
        or next(_named_starts(data), None) is not None
        or next(_go_words(data), None) is not None
    )


def _serves(data: bytes) -> bool:
    """Whether a gRPC service may be registered or implemented."""
    if b"Server" not in data:
        return False
    return any(word in data for word in _SERVICES) and _SERVED.search(data) is not None


def _locks(semantics: Semantics, package: Package) -> bool:
    """Whether a package's text takes a lock, or says that one is held."""
    return semantics.shared(
        ("sharing.locks", package.dir, package.path),
        lambda: any(_may_lock(file) for file in _files(semantics, package)),
        home=package.dir,
    )


def _may_lock(file: SourceFile) -> bool:
    return next(_lockings(file.data), None) is not None or any(map(_promises, file.declarations))


def _files(semantics: Semantics, package: Package) -> Iterator[SourceFile]:
    for path in package.all_files:
        file = semantics.workspace.file(path)
        if file is not None and not file.is_test:
            yield file


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
        self._names = [_name(each) for each in self._code]
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
        found = {at: self._statements(at) for at in self._around(_go_words)}
        return {at: statements for at, statements in found.items() if statements}

    def _statements(self, at: int) -> list[bytes]:
        declaration = self._code[at]
        if declaration.has_error:
            return [declaration.text]
        return [node.text or b"" for node in _GO_STATEMENTS.of(declaration.node)]

    @cached_property
    def _named_starts(self) -> set[int]:
        return self._around(_named_starts)

    @cached_property
    def _serves(self) -> bool:
        return any(_serves(file.data) for file in self._files)

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

    def is_near_start(self, info: FileInfo, node: Node) -> bool:
        """Whether code that starts goroutines may lead to a place, or is around it."""
        declaration = info.file.declaration_at(node.start_byte)
        return declaration is not None and self._at.get(_place(declaration)) in self._near_starts

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

    def is_written_beside(self, variable: Variable) -> bool:
        """Whether the package's code may write a variable, and come to it in a goroutine."""
        if variable.kind is VariableKind.LOCAL:
            places = self._of(variable)
            return not places.isdisjoint(self.starting) and self._is_written(variable, places)
        if not self._is_written(variable, self._of(variable)):
            return False
        return variable.name.encode() in self._run_words

    def _of(self, variable: Variable) -> set[int]:
        """The pieces that may access a variable."""
        if variable.kind is not VariableKind.LOCAL:
            return self._holding([variable.name.encode()])
        declaration = variable.info.file.declaration_at(variable.span.start)
        at = self._at.get(_place(declaration)) if declaration is not None else None
        return set() if at is None else {at}

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
        roots = self._around(_lockings)
        roots |= {at for at, each in enumerate(self._code) if _promises(each)}
        uneven = {self._names[at] for at in roots if _is_uneven(self._code[at].text)}
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

    def written_locked(self, variable: Variable) -> list[Declaration]:
        """The package's code that may write a variable while it holds a lock."""
        places: Iterable[int] = self._locked.get(variable.name.encode(), ())
        if variable.kind is VariableKind.LOCAL:
            places = self._of(variable).intersection(places)
        sought = Sought(variable, self._parts)
        found = (self._code[at] for at in sorted(places))
        return [each for each in found if sought.may_be_written(each)]

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

    def _is_written(self, variable: Variable, places: Iterable[int]) -> bool:
        sought = Sought(variable, self._parts)
        return any(sought.may_be_written(self._code[at]) for at in places)


def _go_words(data: bytes) -> Iterator[int]:
    """Where a go statement may begin."""
    for match in _GO.finditer(data):
        if _is_statement(data, match.start()):
            yield match.start()


def _named_starts(data: bytes) -> Iterator[int]:
    """Where something is named that starts goroutines, or that is run in one."""
    for name in _NAMED_STARTS:
        at = data.find(name)
        while at >= 0:
            yield at
            at = data.find(name, at + len(name))
    for pattern in _CALLED_STARTS:
        for match in pattern.finditer(data):
            at = match.start()
            if _BEFORE_CALLED.search(data, max(0, at - _NEAR), at) is not None:
                yield at


def _lockings(data: bytes) -> Iterator[int]:
    """Where a lock is taken, or may be."""
    for match in _LOCKING.finditer(data):
        at = match.start()
        if _BEFORE_LOCKING.search(data, max(0, at - _NEAR), at) is not None:
            yield at


def _is_statement(data: bytes, at: int) -> bool:
    """Whether the word at an offset can begin a statement, and is not in a comment of a line."""
    line = data[data.rfind(b"\n", 0, at) + 1 : at]
    before = line.rstrip(b" \t")
    if before and before[-1:] not in b"{};:" and not before.endswith(b"*/"):
        return False
    comment = line.find(b"//")
    return comment < 0 or any(quote in line[:comment] for quote in (b'"', b"`", b"'"))


def _is_uneven(text: bytes) -> bool:
    """Whether a function only takes locks or only gives them back."""
    return len([pattern for pattern in _UNEVEN if pattern.search(text)]) == 1


def _has_exported(names: Iterable[str]) -> bool:
    return any(name[:1].isupper() for name in names)


def _place(declaration: Declaration) -> tuple[str, int]:
    return declaration.file.path, declaration.span.start


def _name(declaration: Declaration) -> bytes:
    if declaration.method is not None:
        return declaration.method[1].encode()
    is_function = declaration.keyword == "func" and bool(declaration.names)
    return declaration.names[0].encode() if is_function else b""


def _promises(declaration: Declaration) -> bool:
    """Whether a function's name or comment may say that its callers hold a lock."""
    if declaration.keyword != "func":
        return False
    if b"ock" in _name(declaration):
        return True
    doc = declaration.file.data[declaration.doc_start : declaration.span.start]
    lower = doc.lower()
    return any(word in lower for word in _PROMISING) and _PROMISES.search(doc) is not None
