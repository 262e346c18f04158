"""What starts goroutines: go statements, functions that start their argument, handlers, tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.nodes import Captures
from gofixmap.semantics.questions import ask, question
from gofixmap.semantics.sharing.callgraph import SAME_GOROUTINE
from gofixmap.semantics.sharing.calls import Call, CallKind
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.types import Signature
from gofixmap.syntax.source import SourceFile

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.sharing.callgraph import CallGraph

_STARTING = (CallKind.GO, CallKind.CONCURRENT, CallKind.REGISTER)
_MAY_START = pattern(
    rb"\bgo\b|\.(Try)?Go\(|AfterFunc\(|Handle(Func)?\(|HandlerFunc|RunParallel\(|\.Parallel\(\)"
    rb"|DoChan\(|RegisterOnShutdown"
)
_LOOPS = ("for_statement",)
PARALLEL = "t.Parallel"
HANDLER = "http handler"
SERVICE = "grpc service"


class Start(Struct, frozen=True, eq=False):
    """A place that runs a function in a goroutine other than its own.

    `node` is the go statement's call, or the function value that is handed on; of a handler that
    is known by its shape alone, and of a parallel test, the function's own node. `body` is None
    where the function is not known. `how`: "go", "errgroup.Go", "wg.Go", "time.AfterFunc",
    "context.AfterFunc", "b.RunParallel", "http handler", "grpc service", "t.Parallel", ...
    `many` says that several goroutines of this start can run at a time.
    """

    node: Node
    starter: Function
    body: Function | None
    how: str
    many: bool
    call: Call | None = None

    @property
    def info(self) -> FileInfo:
        return self.starter.info

    @property
    def path(self) -> str:
        return self.starter.path

    @property
    def is_handler(self) -> bool:
        return self.how in (HANDLER, SERVICE)

    @property
    def loop(self) -> Node | None:
        """The innermost loop of the starter around the start."""
        return loop_around(self.node, self.starter) if self.call is not None else None


def loop_around(node: Node, function: Function) -> Node | None:
    """The innermost loop inside a function around a node."""
    parent = node.parent
    while parent is not None and parent != function.node:
        if parent.type in _LOOPS:
            return parent
        if parent.type == "func_literal":
            return None
        parent = parent.parent
    return None


def starts_of(graph: CallGraph, functions: Iterable[Function]) -> tuple[Start, ...]:
    """The starts in some declared functions and in their literals, by path and offset."""
    return tuple(
        each for function in sorted(functions, key=_place) for each in _in(graph, function)
    )


def _place(function: Function) -> tuple[str, int]:
    return function.path, function.node.start_byte


def _in(graph: CallGraph, function: Function) -> Iterator[Start]:
    text = function.node.text or b""
    spawning = graph.semantics.once(("sharing.spawning", graph.key), lambda: _spawning(graph))
    if _MAY_START.search(text) is not None or (spawning and spawning.search(text)):
        for call in graph.calls_in(function):
            found = start_of(graph, call)
            if found is not None:
                yield found
    implicit = implicit_start(graph, function)
    if implicit is not None:
        yield implicit


def _spawning(graph: CallGraph) -> re.Pattern[bytes] | None:
    """Finds calls of functions of the package that take a function and may start it."""
    names: set[bytes] = set()
    for info in graph.infos():
        for declaration in info.file.declarations:
            if declaration.keyword == "func" and _MAY_START.search(declaration.text) is not None:
                head = declaration.text.partition(b"{")[0]
                if head.count(b"func") > 1:
                    short = declaration.method[1] if declaration.method else declaration.names[0]
                    names.add(re.escape(short.encode()))
    return re.compile(rb"\b(?:" + b"|".join(sorted(names)) + rb")\(") if names else None


def start_of(graph: CallGraph, call: Call) -> Start | None:
    """The start that a call is; None where its callee runs in the caller's goroutine or later."""
    if call.kind not in _STARTING:
        return None
    key = ("sharing.start", graph.key, call.path, call.node.start_byte, call.node.end_byte)
    return graph.semantics.once(key, lambda: _start(graph, call))


def _start(graph: CallGraph, call: Call) -> Start:
    how = call.how or "go"
    handler = call.kind is CallKind.REGISTER
    many = handler or how == "b.RunParallel" or loop_around(call.node, call.caller) is not None
    return Start(call.node, call.caller, call.callee, how, many, call)


def implicit_start(graph: CallGraph, function: Function) -> Start | None:
    """The start that a function is by its shape: a handler, a service's method, a parallel test."""
    if function.is_literal or function.is_initializer:
        return None
    key = ("sharing.implicit", graph.key, function.path, function.node.start_byte)
    return graph.semantics.once(key, lambda: _implicit_start(graph, function))


def _implicit_start(graph: CallGraph, function: Function) -> Start | None:
    short = function.name.rpartition(".")[2]
    if function.type and not function.is_test:
        if short == "ServeHTTP" and _parameters(function) == _SERVING:
            return Start(function.node, function, function, HANDLER, True)
        if _is_service(graph, function):
            return Start(function.node, function, function, SERVICE, True)
    if function.is_test and short.startswith("Test") and parallel_call(function) is not None:
        return Start(function.node, function, function, PARALLEL, False)
    return None


_SERVING = ("net/http.ResponseWriter", "*net/http.Request")


def _signature(function: Function) -> Signature | None:
    label = function.node.child_by_field_name("name")
    if label is None or not function.type:
        return None
    method = function.info.scope.method(function.type, function.info.file.text(label))
    kind = method.type if method is not None else None
    return kind if isinstance(kind, Signature) else None


def _parameters(function: Function) -> tuple[str, ...]:
    signature = _signature(function)
    return tuple(map(str, signature.parameters)) if signature is not None else ()


_REGISTERED = pattern(rb"\bRegister\w+Server\(\s*[^,]+,\s*&?([\w.]+)")


def _is_service(graph: CallGraph, function: Function) -> bool:
    """A method `(context.Context, *Req) (*Resp, error)` of a type that is a gRPC service."""
    head = function.info.file.data[function.node.start_byte : function.body.start_byte]
    if b"ontext" not in head or not function.is_exported or function.type not in _services(graph):
        return False
    signature = _signature(function)
    return (
        signature is not None
        and len(signature.parameters) == len(signature.results) == 2
        and str(signature.parameters[0]) == "context.Context"
        and signature.parameters[1].is_pointer
        and signature.results[0].is_pointer
        and str(signature.results[1]) == "error"
    )


_EMBEDDED = pattern(rb"^\s+(?:\w+\.)?(?:Unimplemented|Unsafe)\w+Server\b", re.MULTILINE)


def _services(graph: CallGraph) -> frozenset[str]:
    """The names of types that embed a generated Unimplemented...Server or are registered."""
    return graph.semantics.once(
        ("sharing.services", graph.key), lambda: frozenset(_service_names(graph))
    )


def _service_names(graph: CallGraph) -> Iterator[str]:
    for path in graph.package.all_files:
        yield from ask(graph.semantics.workspace, services, b"", path).decode().split()


@question
def services(files: Sequence[SourceFile], _: bytes) -> bytes:
    """The names of types that the text of files shows to serve requests."""
    return " ".join(sorted({name for file in files for name in _services_in(file)})).encode()


def _services_in(file: SourceFile) -> Iterator[str]:
    data = file.data
    for match in _REGISTERED.finditer(data) if b"Register" in data else ():
        yield match[1].decode()
    may_embed = b"Unimplemented" in data or b"Unsafe" in data
    if not may_embed or _EMBEDDED.search(data) is None:
        return
    for declaration in file.declarations:
        if declaration.keyword == "type" and _EMBEDDED.search(declaration.text) is not None:
            yield from declaration.names


_PARALLEL = Captures(
    "(call_expression function: (selector_expression field: (field_identifier) @name)"
    ' (#eq? @name "Parallel")) @call'
)


def parallel_call(function: Function) -> Node | None:
    """The call `t.Parallel()` in a function's own body."""
    body = function.body
    if b".Parallel()" not in function.info.file.data[body.start_byte : body.end_byte]:
        return None
    for node in _PARALLEL.of(body):
        if node.type == "call_expression" and _is_own(node, function):
            return node
    return None


def _is_own(node: Node, function: Function) -> bool:
    parent = node.parent
    while parent is not None and parent != function.node:
        if parent.type == "func_literal":
            return False
        parent = parent.parent
    return parent is not None


def runs_in(graph: CallGraph, function: Function) -> frozenset[Start]:
    """The starts whose goroutines can run a function; empty: only its callers' own goroutine."""
    found: dict[Start, None] = {}
    seen = {function}
    pending = [function]
    while pending:
        current = pending.pop()
        own = implicit_start(graph, current)
        if own is not None:
            found[own] = None
        for call in graph.calls_to(current):
            start = start_of(graph, call)
            if start is not None:
                found[start] = None
            elif call.kind in SAME_GOROUTINE and call.caller not in seen:
                seen.add(call.caller)
                pending.append(call.caller)
    return frozenset(found)
