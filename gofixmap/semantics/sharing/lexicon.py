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
from gofixmap.semantics.sharing.accesses import folders_seeing
from gofixmap.semantics.sharing.surfaces import NAME, WORD, Words
from gofixmap.semantics.sharing.textwrites import is_assigned
from gofixmap.semantics.sharing.variables import Variable, VariableKind

if TYPE_CHECKING:
    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

_CALLS = 4  # between the start of a goroutine and an access, as `contexts` follows them
_PASSED = 4  # functions that hand on what they are to start, as `fates` follows them

_GO = re.compile(rb"go(?=[ \t\r\n(/])")
_GO_STATEMENTS = Captures("(go_statement) @go")
_NAMED_STARTS = (
    *(b"AfterFunc", b"DoChan", b"HandlerFunc", b"RegisterOnShutdown", b"ResponseWriter"),
    *(b"RunParallel", b"ServeHTTP"),
)
_CALLED_STARTS = re.compile(rb"\b(?:Go|TryGo|Handle|HandleFunc)[ \t]*\(")
_CLOSURE = re.compile(rb"\bfunc\b")
_SERVED = re.compile(
    rb"\bRegister\w+Server\(|^\s+(?:\w+\.)?(?:Unimplemented|Unsafe)\w+Server\b", re.MULTILINE
)
_TAKES = re.compile(rb"\.[ \t\n]*(?:Try)?R?Lock[ \t]*\(")
_UNEVEN = (re.compile(rb"\.R?Lock\(\)"), re.compile(rb"\.R?Unlock\b"))
_PROMISES = re.compile(rb"(?i)lock|mutex|mtx|\bmu\b|\wMu\b|\bhold")
_SHOWN_LOCK = re.compile(
    rb"^(?:[ \t]+|[ \t]*var[ \t]+)(?:[A-Z]\w*\b[^\n]*(?:Mutex|Locker)\b"
    rb"|\*?(?:\w+\.)?\w*(?:Mutex|Locker)[ \t\r]*(?:[/\"`]|$))",
    re.MULTILINE,
)
_CHANGING = re.compile(rb"\b(?:append|clear|copy|delete)\(|\b(?:maps|slices|sort)\.")


def lexicon_of(semantics: Semantics, package: Package) -> Lexicon:
    """The lexicon of a package; one per semantics."""
    key = ("sharing.lexicon", package.dir, package.path)
    return semantics.once(key, lambda: Lexicon(_files(semantics, package)))


def conflicting(semantics: Semantics, variable: Variable) -> tuple[Package, ...]:
    """The packages in which `conflicts` may find anything for a variable outside of tests."""
    package = variable.info.package
    own = lexicon_of(semantics, package).is_written_beside(variable)
    others = _elsewhere(semantics, variable, Lexicon.is_written_beside)
    return (*((package,) if own else ()), *others)


def written_locked(semantics: Semantics, variable: Variable) -> tuple[Declaration, ...]:
    """The code that may write a variable with a lock held that the variable's package declares."""
    own = lexicon_of(semantics, variable.info.package)
    found = own.written_locked(variable)
    if own.shows_locks:
        for package in _elsewhere(semantics, variable, Lexicon.is_written_locked):
            found += lexicon_of(semantics, package).written_locked(variable)
    return tuple(found)


def _elsewhere(
    semantics: Semantics, variable: Variable, judge: Callable[[Lexicon, Variable], bool]
) -> Iterator[Package]:
    """The other packages that can name the variable, and may write it, of which something holds."""
    package, name = variable.info.package, variable.name.encode()
    if not variable.is_exported or package.is_main:
        return
    seeing = folders_seeing(semantics, package)
    judged = {package.path}
    for path in semantics.workspace.files_mentioning(variable.name) if len(seeing) > 1 else ():
        other = semantics.workspace.package_of(path) if not path.endswith("_test.go") else None
        if other is None or other.path in judged or other.dir not in seeing:
            continue
        data = semantics.workspace.read(path) or b""
        if is_assigned(data, name) or _CHANGING.search(data) is not None:
            judged.add(other.path)
            if judge(lexicon_of(semantics, other), variable):
                yield other


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
            if declaration.keyword in ("func", "var")
        ]
        self._names = [_name(each) for each in self._code]
        self._at = {_place(each): at for at, each in enumerate(self._code)}
        self._words: dict[int, Words] = {}
        self._written: dict[tuple[int, bytes, bool], bool] = {}

    def _words_of(self, at: int) -> Words:
        if at not in self._words:
            self._words[at] = frozenset(WORD.findall(self._code[at].text))
        return self._words[at]

    def _holding(self, words: Iterable[bytes]) -> set[int]:
        """The pieces of code that hold one of the words."""
        found = (
            self._at.get(_place(declaration))
            for word in words
            if word
            for file in self._files
            for declaration in file.mentioning(word)
        )
        return {at for at in found if at is not None}

    def _matching(self, judge: Callable[[Declaration], object], *needles: bytes) -> set[int]:
        """The pieces that something holds for, in files with one of the byte strings."""
        may = {f.path for f in self._files if any(needle in f.data for needle in needles)}
        code = enumerate(self._code) if may else ()
        return {at for at, each in code if each.file.path in may and judge(each)}

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
        for _ in range(_PASSED):
            passing = {at for at in self._holding(handing) if self._takes_function(at)}
            handing |= {self._names[at] for at in passing}
        return frozenset(roots | self._holding(handing) | self._services)

    @cached_property
    def _going(self) -> dict[int, list[bytes]]:
        """The text of the go statements of the pieces that have some."""
        places = {
            _place(declaration)
            for file in self._files
            for match in _GO.finditer(file.data)
            if _is_statement(file.data, match.start())
            if (declaration := file.declaration_at(match.start())) is not None
        }
        found = {self._at[each]: self._statements(self._at[each]) for each in places & {*self._at}}
        return {at: statements for at, statements in found.items() if statements}

    def _statements(self, at: int) -> list[bytes]:
        declaration = self._code[at]
        if declaration.has_error:
            return [declaration.text]
        return [node.text or b"" for node in _GO_STATEMENTS.of(declaration.node)]

    @cached_property
    def _named_starts(self) -> set[int]:
        def is_one(declaration: Declaration) -> bool:
            text = declaration.text
            return any(name in text for name in _NAMED_STARTS) or bool(_CALLED_STARTS.search(text))

        return self._matching(is_one, b"Go", b"Handle", *_NAMED_STARTS)

    @cached_property
    def _serves(self) -> bool:
        return any(b"Server" in f.data and _SERVED.search(f.data) for f in self._files)

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

    def _started_words(self, at: int) -> Words:
        """The words of what a piece starts; all where that may be a literal with a name."""
        statements = self._going.get(at)
        if statements is None or at in self._named_starts or at in self._handed:
            return self._words_of(at)
        inside = sum(len(_CLOSURE.findall(text)) for text in statements)
        own = self._code[at].keyword == "func"
        if len(_CLOSURE.findall(self._code[at].text)) > inside + own:
            return self._words_of(at)
        return frozenset(word for text in statements for word in WORD.findall(text))

    @cached_property
    def _handed(self) -> frozenset[int]:
        return self.starting - (self._going.keys() - self._named_starts)

    def is_written_beside(self, variable: Variable) -> bool:
        """Whether the package's code may write a variable, and come to it in a goroutine."""
        if variable.kind is VariableKind.LOCAL:
            places = self._of(variable)
            return not places.isdisjoint(self.starting) and self._is_written(variable, places)
        if variable.name.encode() not in self._run_words:
            return False
        return self._is_written(variable, self._of(variable))

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
            self._may_be_function(each) for each in _parameters(declaration)
        )

    def _may_be_function(self, spelled: bytes) -> bool:
        if b"func" in spelled:
            return True
        if spelled[:1] in b"*[<." or spelled in _NO_FUNCTIONS:
            return False
        if spelled.startswith((b"map[", b"chan ", b"struct", b"interface")):
            return False
        return spelled not in self._plain_types

    @cached_property
    def _plain_types(self) -> frozenset[bytes]:
        """The names of the package's types that are no functions by the first word behind them."""
        found: set[bytes] = set()
        for file in self._files:
            for declaration in file.declarations:
                if declaration.keyword == "type" and len(declaration.names) == 1:
                    match = _PLAIN.match(declaration.text)
                    if match is not None:
                        found.add(match[1])
        return frozenset(found)

    # Locks

    @cached_property
    def _locked(self) -> dict[bytes, list[int]]:
        """The pieces that may run with a lock held, by their words: they take it, or are called by
        who does."""
        roots = self._matching(lambda each: _TAKES.search(each.text), b"Lock")
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
            last = self._next(called) - seen
            seen |= last
        return found

    def is_written_locked(self, variable: Variable) -> bool:
        return bool(self.written_locked(variable))

    def written_locked(self, variable: Variable) -> list[Declaration]:
        """The package's code that may write a variable while it holds a lock."""
        places: Iterable[int] = self._locked.get(variable.name.encode(), ())
        if variable.kind is VariableKind.LOCAL:
            places = self._of(variable).intersection(places)
        return [self._code[at] for at in sorted(places) if self._is_written(variable, (at,))]

    @cached_property
    def shows_locks(self) -> bool:
        """Whether other packages may be able to take a lock that this one declares."""
        return any(_SHOWN_LOCK.search(file.data) for file in self._files)

    def _is_written(self, variable: Variable, places: Iterable[int]) -> bool:
        kind, name = variable.type, variable.name.encode()
        if kind.is_unknown:
            return any(True for _ in places)
        has_elements = kind.is_slice or kind.is_map or kind.is_typeparam
        return any(self._writes(at, name, has_elements=has_elements) for at in places)

    def _writes(self, at: int, name: bytes, *, has_elements: bool) -> bool:
        key = (at, name, has_elements)
        if key not in self._written:
            text = self._code[at].text
            changed = has_elements and _CHANGING.search(text) is not None
            self._written[key] = changed or is_assigned(text, name)
        return self._written[key]


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
    doc = declaration.file.data[declaration.doc_start : declaration.span.start]
    return _PROMISES.search(doc) is not None or b"ock" in _name(declaration)


_NO_FUNCTIONS = frozenset(
    b"any bool byte error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 "
    b"uint32 uint64 uintptr complex64 complex128 context.Context time.Duration time.Time io.Reader "
    b"io.Writer io.Closer io.ReadCloser io.WriteCloser io.ReadWriteCloser net.Conn net.Listener "
    b"net.Addr reflect.Type reflect.Value".split()
)
_PLAIN = re.compile(
    rb"type[ \t]+(" + NAME + rb")[ \t]+(?:struct\b|interface\b|map\[|chan\b|\[|\*|"
    rb"(?:bool|byte|float32|float64|u?int(?:8|16|32|64)?|rune|string|uintptr)\b)"
)
_OPENING = re.compile(rb"[(\[{]")
_BRACKET = re.compile(rb"[()\[\]{},]")


def _parameters(declaration: Declaration) -> Iterator[bytes]:
    """How the types of a function's parameters are spelled; a name that stands for its own type
    is given where the type of several follows."""
    text = declaration.text
    start = _behind_group(text, 0) if declaration.method is not None else 0
    opening = text.find(b"(", start)
    if b"[" in text[start:opening]:  # type parameters, which may be anything
        yield b"func"
        return
    depth, begun = 0, opening + 1
    for match in _BRACKET.finditer(text, opening) if opening >= 0 else ():
        if match[0] in b"([{":
            depth += 1
        elif match[0] != b",":
            depth -= 1
        if (depth == 1 and match[0] == b",") or depth == 0:
            spelled = text[begun : match.start()].strip()
            name, _, kind = spelled.partition(b" ")
            if kind or depth == 0 or not name:
                yield kind.strip() if kind and WORD.fullmatch(name) else spelled
            elif not WORD.fullmatch(name):
                yield spelled
            begun = match.end()
        if depth == 0:
            return


def _behind_group(text: bytes, start: int) -> int:
    """Behind the next group in parentheses."""
    depth = 0
    for match in re.compile(rb"[()]").finditer(text, start):
        depth += 1 if match[0] == b"(" else -1
        if depth == 0:
            return match.end()
    return start
