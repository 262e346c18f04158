"""From where an access is reached: the calls that lead to it, up to a goroutine's start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.sharing.bindings import bindings, outwards
from gofixmap.semantics.sharing.callgraph import SAME_GOROUTINE
from gofixmap.semantics.sharing.calls import Call
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.goroutines import Start, implicit_start, start_of
from gofixmap.semantics.sharing.variables import VariableKind

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.accesses import Access
    from gofixmap.semantics.sharing.callgraph import CallGraph

_DEPTH = 4  # calls between an access and the function that is looked at
_MOST = 100  # contexts of one access; an access with more is reached from everywhere
_ONCE = ("(*sync.Once).Do", "sync.OnceFunc", "sync.OnceValue", "sync.OnceValues")


class Context(Struct, frozen=True, eq=False):
    """An access as one of the functions that lead to it sees it.

    `site` is the node of `function` that leads to the access: itself, a call, or the start of a
    goroutine. `path` is the base of a field in terms of `function`, "" for other variables.
    `chain` runs from `function` to the one that holds the access. With a `start` the access is in
    its goroutine, which is at `inner`, a node of its body, when the access happens.
    """

    access: Access
    function: Function
    site: Node
    path: str
    chain: tuple[Function, ...]
    start: Start | None = None
    inner: Node | None = None


def contexts_of(graph: CallGraph, access: Access, path: str) -> list[Context]:
    """Every context of an access, innermost first; accesses that run once have none."""
    function = graph.function_of(access.info, access.node)
    first = Context(access, function, access.node, path, (function,))
    found: list[Context] = []
    seen: set[tuple[Function, str, bool]] = set()
    pending = [first]
    while pending and len(found) < _MOST:
        context = pending.pop(0)
        key = (context.function, context.path, context.start is not None)
        if key in seen and context is not first and context.start is None:
            continue
        seen.add(key)
        found.append(context)
        if context.start is None and len(context.chain) <= _DEPTH and not _is_home(context):
            pending += _outer(graph, context)
    return found


def _is_home(context: Context) -> bool:
    """Whether the function declares the local in question: outside of it there is no such value."""
    variable, function = context.access.variable, context.function
    if variable.kind is not VariableKind.LOCAL:
        return False
    inside = function.node.start_byte <= variable.node.start_byte < function.node.end_byte
    return not function.is_literal or inside


def _outer(graph: CallGraph, context: Context) -> list[Context]:
    """The contexts one call further out; that of a function that is a start by its shape."""
    function = context.function
    found: list[Context] = []
    own = implicit_start(graph, function)
    if own is not None:
        found.append(_started(context, function, function.node, context.path, own))
    for call in graph.calls_to(function, tests=context.access.info.file.is_test):
        if call.name in _ONCE or call.caller in context.chain:
            continue
        outer = _outer_path(call, context.path)
        start = start_of(graph, call)
        if outer is None:
            continue
        if start is not None:
            found.append(_started(context, call.caller, call.node, outer, start))
        elif call.kind in SAME_GOROUTINE:
            chain = (call.caller, *context.chain)
            found.append(Context(context.access, call.caller, call.node, outer, chain))
    return found


def _started(context: Context, function: Function, site: Node, path: str, start: Start) -> Context:
    chain = context.chain if function is context.function else (function, *context.chain)
    return Context(context.access, function, site, path, chain, start, context.site)


def _outer_path(call: Call, path: str) -> str | None:
    """The base of a field in terms of the caller; None where the caller cannot name it."""
    if not path:
        return path
    outer = outwards(tuple(each for each in bindings(call) if not each.copied), path)
    if outer is not None:
        return outer[0]
    root = root_of(path)
    if root is None:
        return path
    node = call.callee.node if call.callee is not None and call.callee.is_literal else None
    return path if node is not None and not node.start_byte <= root < node.end_byte else None


def root_of(path: str) -> int | None:
    """The byte at which the local that a path starts with is declared; None without one."""
    name, _, at = path.partition(".")[0].partition("[")[0].partition("@")
    return int(at) if name and at else None
