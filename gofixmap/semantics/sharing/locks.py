"""Which locks are held where: the questions that guards, races and codemods ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.semantics.sharing.calls import Call, CallKind
from gofixmap.semantics.sharing.conventions import Convention, convention_of
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.inherited import Held, held_in, inherited, taken_in
from gofixmap.semantics.sharing.lockcalls import LockCall, lock_call, lock_calls
from gofixmap.semantics.sharing.lockflow import lock_flow
from gofixmap.semantics.sharing.variables import Variable

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.callgraph import CallGraph
    from gofixmap.semantics.sharing.places import Placed

__all__ = [
    "Convention",
    "Held",
    "LockCall",
    "convention_of",
    "held_at",
    "held_on_entry",
    "lock_call",
    "lock_calls",
    "may_be_held_at",
    "may_lock",
    "taken_at",
]


def held_at(graph: CallGraph, placed: Placed) -> frozenset[Held]:
    """The locks that are held whenever control comes to a node: on every path, at every call.

    A literal that is started or kept holds none of those around it.
    """
    function = graph.function_of(placed.info, placed.node)
    return frozenset(held_in(graph, function, placed.node).values())


def taken_at(graph: CallGraph, placed: Placed) -> frozenset[Held]:
    """Those of `held_at` that the function around the node takes itself."""
    function = graph.function_of(placed.info, placed.node)
    return frozenset(taken_in(graph, function, placed.node).values())


def may_be_held_at(graph: CallGraph, placed: Placed) -> frozenset[Variable]:
    """The locks that the function around a node takes on some path to it, perhaps of another value.

    What callers hold is not among them.
    """
    function = graph.function_of(placed.info, placed.node)
    return lock_flow(graph, function).may_hold(placed.node)


def held_on_entry(graph: CallGraph, function: Function) -> frozenset[Held]:
    """The locks that are held whenever a function begins."""
    return frozenset(inherited(graph, function).values())


_RUNS = (CallKind.CALL, CallKind.DEFER, CallKind.CALLBACK)


def may_lock(graph: CallGraph, function: Function, lock: Variable) -> tuple[Function, ...]:
    """The calls by which a function comes to take a lock: itself first; empty where it does not.

    Only what runs in the same goroutine counts. The callers of other functions with the same name
    in another build are not told apart from them.
    """
    before: dict[Function, Function | None] = {function: None}
    pending = [function]
    while pending:
        current = pending.pop(0)
        if any(call.lock == lock and not call.releases for call in lock_calls(graph, current)):
            return _chain(before, current)
        for callee in _callees(graph, current):
            if callee not in before:
                before[callee] = current
                pending.append(callee)
    return ()


def _callees(graph: CallGraph, function: Function) -> list[Function]:
    calls: tuple[Call, ...] = graph.calls_from(function)
    return [call.callee for call in calls if call.callee is not None and call.kind in _RUNS]


def _chain(before: dict[Function, Function | None], last: Function) -> tuple[Function, ...]:
    chain: list[Function] = []
    current: Function | None = last
    while current is not None:
        chain.append(current)
        current = before[current]
    return tuple(reversed(chain))
