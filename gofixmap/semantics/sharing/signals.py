"""Where a function waits for others and where it lets others go on: channels, groups, contexts."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import named
from gofixmap.semantics.sharing.callgraph import SAME_GOROUTINE
from gofixmap.semantics.sharing.places import path_of

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.sharing.callgraph import CallGraph
    from gofixmap.semantics.sharing.functions import Function

AT_END = 1 << 60  # the offset of what a deferred call does


class Turn(Enum):
    RELEASE = "lets others go on"  # send, close, Done, cancel, Broadcast
    ACQUIRE = "waits for others"  # receive, range, Wait


class Signal(Struct, frozen=True):
    """`path` names the channel or group (see `places`), None where that is not known."""

    node: Node
    turn: Turn
    path: str | None
    offset: int  # AT_END for what is deferred


def signals_in(graph: CallGraph, function: Function) -> tuple[Signal, ...]:
    """The signals of a function: its own, of literals that it runs, and of what it calls.

    Those of other functions of the package have no path: they are known to exist only.
    """
    key = ("sharing.signals", graph.key, function.path, function.node.start_byte)
    return graph.semantics.once(key, lambda: tuple(_signals(graph, function)))


def _signals(graph: CallGraph, function: Function) -> Iterator[Signal]:
    yield from _own(function.info, function.body, None)
    for call in graph.calls_from(function):
        callee = call.callee
        if callee is None or call.kind not in SAME_GOROUTINE:
            continue
        at = AT_END if call.kind == "defer" else call.node.start_byte
        if callee.is_literal and callee.outer is function:
            yield from _own(callee.info, callee.body, at)
            continue
        for turn in _turns(graph, callee, _DEPTH):
            yield Signal(call.node, turn, None, at)


_DEPTH = 2  # calls inside calls that are looked into for signals
_SHORT = 2000  # bytes of a function whose calls are looked into


def _turns(graph: CallGraph, function: Function, depth: int) -> frozenset[Turn]:
    """Whether a function waits or signals at all, as far as that is seen."""
    key = ("sharing.turns", graph.key, function.path, function.node.start_byte, depth)
    return graph.semantics.once(key, lambda: frozenset(_find_turns(graph, function, depth)))


def _find_turns(graph: CallGraph, function: Function, depth: int) -> Iterator[Turn]:
    yield from (signal.turn for signal in _own(function.info, function.body, None))
    body = function.body
    if depth > 1 and body.end_byte - body.start_byte <= _SHORT:
        for call in graph.calls_from(function):
            if call.callee is not None and call.kind in SAME_GOROUTINE:
                yield from _turns(graph, call.callee, depth - 1)


def _own(info: FileInfo, body: Node, at: int | None) -> Iterator[Signal]:
    pending = [body]
    while pending:
        node = pending.pop()
        found = _signal(info, node)
        if found is not None:
            turn, path = found
            # A loop over a channel waits where the channel is evaluated, as far as flow can say.
            place = (
                node.child_by_field_name("right") or node if node.type == "range_clause" else node
            )
            yield Signal(place, turn, path, _offset(node, turn) if at is None else at)
        if node.type not in ("func_literal", "go_statement"):
            pending += node.named_children


def _place(node: Node) -> Node:
    """What the flow knows of a signal: of a loop over a channel where that is evaluated."""
    ranged = node.child_by_field_name("right") if node.type == "range_clause" else None
    return ranged if ranged is not None else node


def _offset(node: Node, turn: Turn) -> int:
    """What is sent is evaluated before the signal, so that ends where the statement does."""
    if node.parent is not None and node.parent.type == "defer_statement":
        return AT_END
    return node.end_byte if turn is Turn.RELEASE else node.start_byte


def _signal(info: FileInfo, node: Node) -> tuple[Turn, str | None] | None:
    if node.type == "send_statement":
        channel = node.child_by_field_name("channel")
        return Turn.RELEASE, path_of(info, channel) if channel is not None else None
    if node.type == "unary_expression" and node.children[0].type == "<-":
        operand = node.child_by_field_name("operand")
        return Turn.ACQUIRE, path_of(info, operand) if operand is not None else None
    if node.type == "range_clause":
        right = node.child_by_field_name("right")
        if right is None or not info.type_of(right).is_chan:
            return None
        return Turn.ACQUIRE, path_of(info, right)
    return _called(info, node) if node.type == "call_expression" else None


_RELEASING = ("Done", "Signal", "Broadcast", "Release", "Cancel", "Stop", "Close", "Store", "Set")
_ACQUIRING = ("Wait", "Acquire", "Join", "Load", "Eventually")


def _called(info: FileInfo, call: Node) -> tuple[Turn, str | None] | None:
    function = call.child_by_field_name("function")
    listed = call.child_by_field_name("arguments")
    if function is None or listed is None:
        return None
    if function.type == "identifier":
        return _by_name(info, function, named(listed))
    if function.type != "selector_expression":
        return None
    operand = function.child_by_field_name("operand")
    name = info.file.text(function.child_by_field_name("field") or function)
    path = path_of(info, operand) if operand is not None else None
    if name in _RELEASING:
        return Turn.RELEASE, path
    if name in _ACQUIRING or name.startswith(("Wait", "wait")):
        return Turn.ACQUIRE, path
    return None


def _by_name(
    info: FileInfo, function: Node, arguments: list[Node]
) -> tuple[Turn, str | None] | None:
    """`close(c)`; a call of a function value may be a cancel, which others wait for."""
    found = info.object_of(function)
    if found is None:
        return None
    if found.kind == "builtin":
        closes = found.name == "close" and bool(arguments)
        return (Turn.RELEASE, path_of(info, arguments[0])) if closes else None
    return (Turn.RELEASE, None) if found.kind == "var" else None
