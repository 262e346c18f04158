"""Who calls whom inside one package, its own tests included.

Nothing is parsed that was not asked for: the callers of a function are looked for in the
declarations whose text holds its name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.errors import UsageError
from gofixmap.semantics.questions import listed, name_of, question
from gofixmap.semantics.sharing.calls import (
    Call,
    CallKind,
    Site,
    bound_name,
    sites_in,
    sites_named,
    sites_of_literal,
)
from gofixmap.semantics.sharing.functions import DECLARED, Function, functions_in
from gofixmap.semantics.sharing.surfaces import listed_words

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

SAME_GOROUTINE = (CallKind.CALL, CallKind.DEFER, CallKind.CALLBACK)
_Key = tuple[str, int]


def call_graph(semantics: Semantics, package: Package) -> CallGraph:
    """The call graph of a package; one per semantics."""
    key = ("sharing.callgraph", package.dir, package.path)
    return semantics.once(key, lambda: CallGraph(semantics, package))


class CallGraph:
    """The functions of a package and the calls between them, computed as they are asked for."""

    def __init__(self, semantics: Semantics, package: Package) -> None:
        self.semantics = semantics
        self.package = package
        self.key = (package.dir, package.path)
        self._functions: dict[_Key, tuple[Function, ...]] = {}
        self._sites: dict[Function, list[Site]] = {}
        self._site_at: dict[tuple[str, int, int], Site] = {}
        self._calls: dict[Function, tuple[Call, ...]] = {}
        self._naming: dict[tuple[str, bool], tuple[Call, ...]] = {}
        self._named_sites: dict[tuple[str, bool], list[tuple[FileInfo, Site]]] = {}
        self._callers: dict[tuple[Function, bool], tuple[Call, ...]] = {}
        self._bound: dict[Function, frozenset[str]] = {}
        self._held: set[tuple[bytes, bool]] = set()

    def infos(self) -> Iterator[FileInfo]:
        """The package's files, those of all builds and its own tests."""
        for path in self.package.all_files:
            if self.semantics.workspace.file(path) is not None:
                yield self.semantics.file(path)

    @cached_property
    def _files(self) -> tuple[SourceFile, ...]:
        """Those of `infos`, of whose text nothing has been asked yet."""
        found = map(self.semantics.workspace.unnoted, self.package.all_files)
        return tuple(file for file in found if file is not None)

    def _place(self, declaration: Declaration) -> tuple[FileInfo, Declaration]:
        """A declaration that is looked at, with its file."""
        return self.semantics.around(declaration), declaration

    @cached_property
    def _declared(self) -> dict[str, list[Declaration]]:
        """The declarations of functions (`f`) and methods (`T.m`) by name, found lexically."""
        found: dict[str, list[Declaration]] = {}
        workspace = self.semantics.workspace
        for file in self._files:
            declared = [(each, names) for each in file.declarations if (names := _names(each))]
            for declaration, names in declared:
                for name in names:
                    found.setdefault(name, []).append(declaration)
            if workspace.recorder is not None:
                answer = _digest(names for _, names in declared)
                workspace.answered(name_of(declared_functions), b"", (file.path,), answer)
        return found

    @cached_property
    def function_names(self) -> frozenset[str]:
        """The names of the package's functions, methods left out."""
        return frozenset(name for name in self._declared if "." not in name)

    @cached_property
    def method_names(self) -> frozenset[str]:
        """The names of methods without their types; functions are selected from outside tests."""
        return frozenset(name.rpartition(".")[2] for name in self._declared)

    def methods_called(self, names: Collection[str]) -> Iterator[Function]:
        """The methods of these names, of whatever type."""
        for name in self._declared:
            owner, _, method = name.rpartition(".")
            if owner and method in names:
                yield from self.named(name)

    @property
    def functions(self) -> tuple[Function, ...]:
        """Every function, literals and initialisers included; parses the whole package."""
        return tuple(
            function
            for info in self.infos()
            for declaration in info.file.declarations
            if declaration.keyword in ("func", "var")
            for function in self._in(info, declaration)
        )

    @property
    def locking(self) -> Iterator[Function]:
        """Those of `functions` that may take or give back a lock, by their text."""
        for info in self.infos():
            for declaration in info.file.declarations if b"ock(" in info.file.data else ():
                if declaration.keyword in ("func", "var") and b"ock(" in declaration.text:
                    yield from self._in(info, declaration)

    def _in(self, info: FileInfo, declaration: Declaration) -> tuple[Function, ...]:
        key = (info.path, declaration.span.start)
        if key not in self._functions:
            self._functions[key] = functions_in(info, declaration)
        return self._functions[key]

    def functions_around(self, info: FileInfo, node: Node) -> tuple[Function, ...]:
        """The functions of the declaration that holds `node`, the declared one first."""
        declaration = info.file.declaration_at(node.start_byte)
        if declaration is None:
            raise UsageError("not inside a declaration", where=info.path)
        return self._in(info, declaration)

    def function_of(self, info: FileInfo, node: Node) -> Function:
        """The innermost function around a node of the file; around a literal, for a literal."""
        functions = self.functions_around(info, node)
        around = (each for each in reversed(functions) if each.contains(node))
        return next(around, functions[0])

    def literal(self, info: FileInfo, node: Node) -> Function:
        """The function that a func_literal is."""
        start = node.start_byte
        functions = self.functions_around(info, node)
        return next(each for each in functions if each.is_literal and each.node.start_byte == start)

    def function_at(self, info: FileInfo, node: Node) -> Function:
        """The function that a declaration or func_literal node is."""
        if node.type == "func_literal":
            return self.literal(info, node)
        return self.functions_around(info, node)[0]

    def declared(self, path: str, offset: int) -> Function | None:
        """The function of this package whose declaration holds that place."""
        if path not in self._paths:
            return None
        file = self.semantics.workspace.unnoted(path)
        declaration = file.declaration_at(offset) if file is not None else None
        if declaration is None or declaration.keyword != "func":
            return None
        function = self._in(*self._place(declaration))[0]
        return function if function.node.type in DECLARED else None

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self.package.all_files)

    def named(self, name: str) -> tuple[Function, ...]:
        """The functions called `f` or `T.m`: one, or one for each build that has its own."""
        places = map(self._place, self._declared.get(name, ()))
        return tuple(self._in(*place)[0] for place in places)

    def bound_names(self, functions: tuple[Function, ...]) -> frozenset[str]:
        """The names of locals that function literals of one declaration are assigned to."""
        top = functions[0]
        if top not in self._bound:
            names = (bound_name(each.node) for each in functions[1:])
            self._bound[top] = frozenset(top.info.file.text(each) for each in names if each)
        return self._bound[top]

    def calls_in(self, function: Function) -> tuple[Call, ...]:
        """All calls of the declaration around a function, those of its literals included."""
        functions = self.functions_around(function.info, function.node)
        top = functions[0]
        if top not in self._calls:
            calls = (site.resolved(self, top.info) for site in self._sites_in(functions))
            self._calls[top] = tuple(call for call in calls if call is not None)
        return self._calls[top]

    def _sites_in(self, functions: tuple[Function, ...]) -> list[Site]:
        top = functions[0]
        if top not in self._sites:
            self._sites[top] = sites_in(self, functions)
        return self._sites[top]

    def site(self, info: FileInfo, node: Node, name: str) -> Site:
        """The one site that a node is, which is resolved once however it was found."""
        key = (info.path, node.start_byte, node.end_byte)
        found = self._site_at.get(key)
        if found is None:
            found = self._site_at[key] = Site(node, name)
        return found

    def calls_from(self, function: Function) -> tuple[Call, ...]:
        """The calls in a function's own body, in source order; those of literals are theirs."""
        return tuple(call for call in self.calls_in(function) if call.caller is function)

    def calls_to(self, function: Function, *, tests: bool = True) -> tuple[Call, ...]:
        """Every way in which the function gets to run inside the package, by path and offset.

        A call that reaches another build's function of the same name counts as well. `tests`
        says whether calls in tests of a function that is not of a test matter.
        """
        key = (function, tests or function.is_test)
        if key not in self._callers:
            self._callers[key] = tuple(self._calls_to(*key))
        return self._callers[key]

    def _calls_to(self, function: Function, tests: bool) -> Iterator[Call]:
        if function.is_literal:
            for site in sites_of_literal(self, function):
                made = site.resolved(self, function.info)
                if made is not None and made.callee is function:
                    yield made
            return
        for call in self._mentioning(function.name.rpartition(".")[2], tests):
            callee = call.callee
            if callee is not None and not callee.is_literal and callee.name == function.name:
                yield call

    def _mentioning(self, name: str, tests: bool) -> tuple[Call, ...]:
        """The calls of functions of that name, and where they are handed on."""
        key = (name, tests)
        if key not in self._naming:
            self._naming[key] = tuple(self._find_mentioning(name, tests))
        return self._naming[key]

    def _find_mentioning(self, name: str, tests: bool) -> Iterator[Call]:
        for info, site in self._sites_mentioning(name, tests):
            call = site.resolved(self, info)
            if call is not None:
                yield call

    def _sites_mentioning(self, name: str, tests: bool) -> list[tuple[FileInfo, Site]]:
        key = (name, tests)
        if key not in self._named_sites:
            self._named_sites[key] = [
                (info, site)
                for info, declaration in self._mentioning_in(name, tests)
                for site in sites_named(self, self._in(info, declaration), name)
            ]
        return self._named_sites[key]

    def ways_to(self, function: Function, *, locking: bool) -> Iterator[Call]:
        """What `calls_to` and `is_value_used` look at, one by one, for who can stop at the first
        that decides: by `locking` what may hold a lock comes first or last.

        Tests do not count for a function of none.
        """
        if function.is_literal:
            yield from self.calls_to(function, tests=False)
            return
        name = function.name.rpartition(".")[2]
        sites = self._sites_mentioning(name, function.is_test)
        for info, site in sorted(sites, key=_is_near_lock, reverse=locking):
            call = site.resolved(self, info)
            if call is None:
                continue
            callee = call.callee
            is_call = callee is not None and not callee.is_literal and callee.name == function.name
            if is_call or (function.type and call.dynamic == name):
                yield call

    def _mentioning_in(self, name: str, tests: bool) -> Iterator[tuple[FileInfo, Declaration]]:
        """The declarations that hold the name of a function or method, found lexically."""
        word = name.encode()
        yield from self._holding(word, self._mentions, tests=False)
        if tests:
            yield from self._holding(word, self._test_mentions, tests=True)

    def _holding(
        self, word: bytes, mentions: Mapping[bytes, Sequence[Declaration]], *, tests: bool
    ) -> list[tuple[FileInfo, Declaration]]:
        found = [self._place(each) for each in mentions.get(word, ())]
        if self.semantics.workspace.recorder is not None and (word, tests) not in self._held:
            self._held.add((word, tests))
            holding: dict[str, list[Declaration]] = {}
            for info, declaration in found:
                holding.setdefault(info.path, []).append(declaration)
            for file in self._files:
                if file.is_test is tests:
                    answer = listed(holding.get(file.path, ()))
                    answered = self.semantics.workspace.answered
                    answered(name_of(code_holding), word, (file.path,), answer)
        return found

    @cached_property
    def _mentions(self) -> dict[bytes, list[Declaration]]:
        return self._words_in(file for file in self._files if not file.is_test)

    @cached_property
    def _test_mentions(self) -> dict[bytes, list[Declaration]]:
        return self._words_in(file for file in self._files if file.is_test)

    def _words_in(self, files: Iterable[SourceFile]) -> dict[bytes, list[Declaration]]:
        names = {name.encode() for name in self.method_names}
        found: dict[bytes, list[Declaration]] = {}
        for file in files:
            for declaration in filter(_is_code, file.declarations):
                for name in names.intersection(listed_words(declaration.text)):
                    found.setdefault(name, []).append(declaration)
        return found

    def is_value_used(self, function: Function, *, tests: bool = True) -> bool:
        """Whether the function may run from a place that `calls_to` does not show.

        So where it is kept, registered or started by others, where a method of its name is called
        through an interface or an unknown type, and where a declaration that mentions it has a
        syntax error.
        """
        outside = (CallKind.VALUE, CallKind.REGISTER, CallKind.CONCURRENT)
        if any(call.kind in outside for call in self.calls_to(function, tests=tests)):
            return True
        if function.is_literal:
            return False
        name = function.name.rpartition(".")[2]
        tests = tests or function.is_test
        is_dynamic = bool(function.type) and self._is_dynamic(name, tests)
        return is_dynamic or self._is_unclear(name, tests)

    def _is_unclear(self, name: str, tests: bool) -> bool:
        """Whether a declaration that mentions the name has a syntax error."""
        return any(declaration.has_error for _, declaration in self._mentioning_in(name, tests))

    def _is_dynamic(self, method: str, tests: bool) -> bool:
        return any(call.dynamic == method for call in self._mentioning(method, tests))

    def reachable(
        self, function: Function, through: Collection[CallKind] = SAME_GOROUTINE
    ) -> frozenset[Function]:
        """The functions that run when `function` does, itself included, by calls of these kinds."""
        found = {function}
        pending = [function]
        while pending:
            for call in self.calls_from(pending.pop()):
                callee = call.callee
                if callee is not None and call.kind in through and callee not in found:
                    found.add(callee)
                    pending.append(callee)
        return frozenset(found)


def _is_near_lock(place: tuple[FileInfo, Site]) -> bool:
    """Whether the declaration around a site may take a lock, or is no exported function."""
    info, site = place
    declaration = info.file.declaration_at(site.node.start_byte)
    if declaration is None or b"ock(" in declaration.text:
        return True
    method = declaration.method
    names = declaration.names if method is None else (method[1],)
    return not any(name[:1].isupper() for name in names)


@question
def declared_functions(files: Sequence[SourceFile], _: bytes) -> bytes:
    """Stands for the names of the functions and methods that files declare, in their order."""
    names = (_names(each) for file in files for each in file.declarations)
    return _digest(each for each in names if each)


def _digest(names: Iterable[tuple[str, ...]]) -> bytes:
    return sha256(repr(list(names)).encode()).digest()


@question
def code_holding(files: Sequence[SourceFile], word: bytes) -> bytes:
    """Which functions and variables' declarations of a file hold an identifier."""
    return b";".join(listed(filter(_is_code, file.mentioning(word))) for file in files)


def _is_code(declaration: Declaration) -> bool:
    return declaration.keyword in ("func", "var")


def _names(declaration: Declaration) -> tuple[str, ...]:
    if declaration.keyword != "func":
        return ()
    if declaration.method is not None:
        return (f"{declaration.method[0]}.{declaration.method[1]}",)
    return declaration.names
