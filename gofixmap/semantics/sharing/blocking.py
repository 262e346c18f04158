"""What calls do that must not happen, or not unseen, while a lock is held.

Library functions are known by name, functions of the workspace by their bodies. Everything else
is UNKNOWN, which is evidence of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import named
from gofixmap.semantics.sharing import arguments, purity
from gofixmap.semantics.sharing.callgraph import SAME_GOROUTINE, CallGraph, call_graph
from gofixmap.semantics.sharing.calls import Target, called, target_of
from gofixmap.semantics.sharing.functions import DECLARED, Function
from gofixmap.semantics.sharing.lockcalls import lock_calls
from gofixmap.semantics.types import Signature

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.types import Type


class Conduct(StrEnum):
    PURE = "pure"  # known not to block, call back or lock
    LOCAL = "local"  # its body is visible and pure
    BLOCKS = "blocks"
    CALLS_BACK = "calls-back"  # runs a function value that is not known
    LOCKS = "locks"
    UNKNOWN = "unknown"

    @property
    def is_quiet(self) -> bool:
        return self in (Conduct.PURE, Conduct.LOCAL)


_Bodies = tuple[tuple[CallGraph, Function], ...]


def conduct_of(graph: CallGraph, call: Node, info: FileInfo) -> Conduct:
    """What a call expression does besides computing; its arguments are not looked at."""
    return _resolved(_looked_at(graph, info, call))


def _looked_at(graph: CallGraph, info: FileInfo, call: Node) -> Conduct | _Bodies:
    """The conduct of a call, or the functions whose bodies say what it is."""
    function = called(call)
    if function is None:
        return Conduct.UNKNOWN
    if info.is_conversion(call):
        return Conduct.PURE
    target = target_of(graph, info, function)
    if purity.is_locking(target.name) or target.dynamic in ("Lock", "Unlock", "RLock", "RUnlock"):
        return Conduct.LOCKS
    if target.callee is not None:
        return ((graph, target.callee),)
    known = _known(graph, info, call, target)
    if known is not None:
        return known
    if target.dynamic or not isinstance(info.type_of(function).underlying, Signature):
        return Conduct.UNKNOWN
    return _elsewhere(info, function) if target.name else Conduct.CALLS_BACK


def _known(
    graph: CallGraph, info: FileInfo, call: Node, target: Target
) -> Conduct | _Bodies | None:
    name = target.name
    if arguments.runs_at_once(name):
        return _with_arguments(graph, info, call)
    if purity.is_pure(name):
        if purity.formats(name) and _may_lock_in_formatting(graph, info, call):
            return Conduct.UNKNOWN
        return Conduct.PURE
    return Conduct.BLOCKS if purity.is_blocking(name) else None


def _with_arguments(graph: CallGraph, info: FileInfo, call: Node) -> Conduct | _Bodies:
    """A call that runs its function arguments."""
    listed = call.child_by_field_name("arguments")
    bodies: list[tuple[CallGraph, Function]] = []
    for argument in named(listed) if listed is not None else ():
        kind = info.type_of(argument)
        if not kind.is_func and not kind.is_unknown:
            continue
        target = target_of(graph, info, argument)
        if target.callee is None:
            return Conduct.CALLS_BACK
        bodies.append((graph, target.callee))
    return tuple(bodies)


def _elsewhere(info: FileInfo, function: Node) -> Conduct | _Bodies:
    """A function of another package of the workspace, by its body."""
    chosen = info.selection(function)
    place = chosen.declaration if chosen is not None else None
    if place is None or place[0].startswith("/"):
        return Conduct.UNKNOWN
    package = info.semantics.workspace.package_of(place[0])
    if package is None:
        return Conduct.UNKNOWN
    other = call_graph(info.semantics, package)
    callee = other.declared(place[0], place[1].start)
    return Conduct.UNKNOWN if callee is None else ((other, callee),)


def _resolved(found: Conduct | _Bodies) -> Conduct:
    """The conduct of functions: LOCAL, or the first thing that is not quiet in what they reach."""
    if isinstance(found, Conduct):
        return found
    seen = {function for _, function in found}
    pending = list(found)
    while pending:
        graph, function = pending.pop(0)
        conduct, callees = _own_conduct(graph, function)
        if conduct is not None:
            return conduct
        pending += [each for each in callees if each[1] not in seen]
        seen.update(callee for _, callee in callees)
    return Conduct.LOCAL


_Own = tuple[Conduct | None, _Bodies]


def _own_conduct(graph: CallGraph, function: Function) -> _Own:
    """What a function does itself if that is not quiet, else the functions that it calls."""
    key = ("sharing.conduct", graph.key, function.path, function.node.start_byte)
    return graph.semantics.once(key, lambda: _own_conduct_of(graph, function))


def _own_conduct_of(graph: CallGraph, function: Function) -> _Own:
    variants = (function,) if function.is_literal else graph.named(function.name) or (function,)
    callees: list[tuple[CallGraph, Function]] = []
    for variant in variants:
        if variant.body == variant.node and variant.node.type in DECLARED:
            return Conduct.UNKNOWN, ()  # its body is assembly
        for node in _own_nodes(variant.body):
            found = _look(graph, variant.info, node)
            if isinstance(found, tuple):
                callees += found
            elif found is not None and not found.is_quiet and node.type != "go_statement":
                return found, ()
    return None, tuple(callees)


def region_conduct(
    graph: CallGraph, info: FileInfo, nodes: Sequence[Node]
) -> list[tuple[Node, Conduct]]:
    """The calls, channel operations and go statements below `nodes` that are not quiet.

    In source order, outer ones first. Bodies of function literals count where they are called. A
    go statement is UNKNOWN: what it starts does not run under the lock.
    """
    return [found for node in nodes for found in _conducts(graph, info, node)]


def _conducts(graph: CallGraph, info: FileInfo, region: Node) -> Iterator[tuple[Node, Conduct]]:
    for node in _own_nodes(region):
        found = _look(graph, info, node)
        conduct = None if found is None else _resolved(found)
        if conduct is not None and not conduct.is_quiet:
            yield node, conduct


def _own_nodes(region: Node) -> Iterator[Node]:
    """The nodes of a region in source order, without the bodies of literals."""
    pending = [region]
    while pending:
        node = pending.pop()
        yield node
        if node.type == "go_statement":
            pending += reversed(_evaluated(node))
        elif node.type != "func_literal":
            pending += reversed(node.named_children)


def _evaluated(statement: Node) -> list[Node]:
    """What a go statement evaluates where it stands: the arguments, and what the method is of."""
    call = statement.named_children[0]
    function = call.child_by_field_name("function")
    listed = call.child_by_field_name("arguments")
    operand = function.child_by_field_name("operand") if function is not None else None
    return [each for each in (operand, listed) if each is not None]


def _look(graph: CallGraph, info: FileInfo, node: Node) -> Conduct | _Bodies | None:
    """What one node does, its children left out; None for what only computes."""
    kind = node.type
    if kind in ("call_expression", "type_conversion_expression"):
        return _looked_at(graph, info, node)
    if kind == "go_statement":
        return Conduct.UNKNOWN
    if kind in ("send_statement", "select_statement"):
        return None if _is_polled(node) else Conduct.BLOCKS
    if kind == "unary_expression" and node.children[0].type == "<-":
        return None if _is_polled(node) else Conduct.BLOCKS
    return _ranged(info, node) if kind == "range_clause" else None


def _is_polled(node: Node) -> bool:
    """Whether a select, or a communication of one, has a default clause and so never waits."""
    select: Node | None = node
    while select is not None and select.type != "select_statement":
        if select.type in ("statement_list", "block", "func_literal"):
            return False
        select = select.parent
    return select is not None and any(c.type == "default_case" for c in select.named_children)


def _ranged(info: FileInfo, clause: Node) -> Conduct | None:
    right = clause.child_by_field_name("right")
    kind: Type | None = info.type_of(right) if right is not None else None
    if kind is None or kind.is_unknown or kind.is_func:
        return Conduct.CALLS_BACK
    return Conduct.BLOCKS if kind.is_chan else None


_FORMATTED = ("String", "Error", "GoString", "Format", "Unwrap", "Is", "As")


def _may_lock_in_formatting(graph: CallGraph, info: FileInfo, call: Node) -> bool:
    """Whether an argument of fmt may be of a type of the package whose String method locks."""
    listed = call.child_by_field_name("arguments")
    given = named(listed) if listed is not None else []
    if all(info.type_of(each).is_basic for each in given) and given:
        return False
    key = ("sharing.locking_formatters", graph.key)
    return graph.semantics.once(key, lambda: any(_locking_formatters(graph)))


def _locking_formatters(graph: CallGraph) -> Iterator[bool]:
    for method in graph.methods_called(_FORMATTED):
        for each in graph.reachable(method, SAME_GOROUTINE) if method.node.type in DECLARED else ():
            yield bool(lock_calls(graph, each))
