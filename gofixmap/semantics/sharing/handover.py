"""Locks that a function is started with: it gives back what it has not taken.

To give back a lock that nobody holds ends the program, so whoever starts such a function has taken
it, be it in another goroutine:

    s.mu.Lock()
    go func() {
        defer s.mu.Unlock()
        ...
    }()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.sharing.calls import CallKind
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.lockcalls import LockCall, lock_calls

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.callgraph import CallGraph

_GIVES = pattern(rb"\.R?Unlock\(\)")
_LOCKS = pattern(rb"ock(?<=[lL]ock)\w*\(|\.(?:Try)?R?Lock\b")
_STATEMENTS = ("expression_statement", "defer_statement")


def handed(graph: CallGraph, function: Function) -> LockCall | None:
    """The call that gives back, as a statement of the body itself, what nothing before it locks.

    A literal that the body defers counts as its own. What is locked by name anywhere before, in a
    branch, in a literal or by a helper, may be what is given back.
    """
    key = ("sharing.handed", graph.key, function.path, function.node.start_byte)
    return graph.semantics.once(key, lambda: _handed(graph, function))


def _handed(graph: CallGraph, function: Function) -> LockCall | None:
    data, body = function.info.file.data, function.body
    first = _GIVES.search(data, body.start_byte, body.end_byte)
    if first is None or _LOCKS.search(data, body.start_byte, first.start()) is not None:
        return None
    calls = _direct(graph, function)
    for call in graph.calls_from(function):
        literal = call.callee
        deferred = call.kind is CallKind.DEFER and literal is not None and literal.is_literal
        if deferred and literal is not None and _is_direct(call.node, body):
            calls += _direct(graph, literal)
    return next((each for each in calls if each.node.end_byte == first.end()), None)


def _direct(graph: CallGraph, function: Function) -> list[LockCall]:
    calls = lock_calls(graph, function)
    return [each for each in calls if each.releases and _is_direct(each.node, function.body)]


def _is_direct(call: Node, body: Node) -> bool:
    """Whether a call is a statement of the block itself, and so on the way of all that stays."""
    statement = call.parent
    if statement is None or statement.type not in _STATEMENTS:
        return False
    around = statement.parent
    while around is not None and around.type == "statement_list":
        around = around.parent
    return around == body
