"""The order between a goroutine and the code that starts it.

What runs before the go statement happens before the goroutine; what runs after a wait for the
goroutine's last signal happens after it (The Go Memory Model). In doubt code counts as ordered: an
order that is not there hides a race, one that is overlooked accuses good code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.flow import Flow, flow_of
from gofixmap.semantics.sharing.bindings import bindings, outwards
from gofixmap.semantics.sharing.calls import called
from gofixmap.semantics.sharing.goroutines import PARALLEL, Start, start_of
from gofixmap.semantics.sharing.lockcalls import lock_calls
from gofixmap.semantics.sharing.lockflow import never_returns
from gofixmap.semantics.sharing.places import path_of
from gofixmap.semantics.sharing.signals import AT_END, Signal, Turn, signals_in
from gofixmap.semantics.sharing.variables import Variable

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.callgraph import CallGraph
    from gofixmap.semantics.sharing.functions import Function

_GROUPS = ("errgroup.Go", "wg.Go")


def joins_of(graph: CallGraph, start: Start) -> tuple[Node, ...]:
    """The waits of the starter after which the started goroutine has ended or handed over."""
    return tuple(signal.node for signal in _joins(graph, start, 0))


def _joins(graph: CallGraph, start: Start, after: int) -> list[Signal]:
    """The starter's waits for something that the goroutine signals behind byte `after`."""
    waits = [s for s in signals_in(graph, start.starter) if s.turn is Turn.ACQUIRE]
    if not waits or start.starter.is_test:
        return waits  # the code under test may signal in ways that are not seen here
    group = _group(start)
    released = _passed_on(graph, start, _releases(graph, start, after))
    return [wait for wait in waits if _match(wait.path, group, released)]


def _passed_on(graph: CallGraph, start: Start, released: list[str | None]) -> list[str | None]:
    """What is signalled in the end: other goroutines of the starter may wait in between."""
    others = [
        (other, _translated(graph, other))
        for call in graph.calls_from(start.starter)
        if (other := start_of(graph, call)) is not None and other is not start
    ]
    known = list(dict.fromkeys(released))
    for _ in others:
        for other, signals in others:
            waited = [at for turn, p, at in signals if turn is Turn.ACQUIRE and _is_in(p, known)]
            if waited:
                first = min(waited)
                later = [p for turn, p, at in signals if turn is Turn.RELEASE and at >= first]
                known += [p for p in (*later, _group(other)) if p is not None and p not in known]
    return known


def _is_in(path: str | None, known: list[str | None]) -> bool:
    return path is not None and path in known


def _match(wait: str | None, group: str | None, released: list[str | None]) -> bool:
    if group is not None and wait in (group, None):
        return True
    return any(path is None or wait is None or path == wait for path in released)


def _group(start: Start) -> str | None:
    """The errgroup or WaitGroup whose Go starts the goroutine."""
    if start.how not in _GROUPS or start.call is None:
        return None
    listed = start.node.parent
    call = listed.parent if listed is not None else None
    function = called(call) if call is not None and call.type == "call_expression" else None
    operand = function.child_by_field_name("operand") if function is not None else None
    return path_of(start.info, operand) if operand is not None else None


def _releases(graph: CallGraph, start: Start, after: int) -> list[str | None]:
    """What the goroutine signals behind a byte of its body, in terms of the starter."""
    return [
        path for turn, path, at in _translated(graph, start) if turn is Turn.RELEASE and at >= after
    ]


def _translated(graph: CallGraph, start: Start) -> list[tuple[Turn, str | None, int]]:
    body, call = start.body, start.call
    if body is None or call is None:
        return []
    bound = bindings(call)
    found: list[tuple[Turn, str | None, int]] = []
    for signal in signals_in(graph, body):
        path = signal.path
        outer = outwards(bound, path) if path is not None else None
        if outer is not None:
            path = outer[0]
        elif path is not None and not body.is_literal and "@" in path:
            path = None
        found.append((signal.turn, path, signal.offset))
    if call.through is not None:  # what runs the body signals for it, after it or before
        found += [
            (signal.turn, None, AT_END if signal.turn is Turn.RELEASE else 0)
            for signal in signals_in(graph, call.through)
        ]
    return found


def is_ordered(graph: CallGraph, start: Start, inner: Node, site: Node, root: int | None) -> bool:
    """Whether a node of the starter runs before or after what the goroutine does at `inner`.

    `inner` is a node of the goroutine's body. `root` is where the shared value is declared, if
    that is a local of the starter: beyond it there is another one.
    """
    if start.how in (PARALLEL, "b.RunParallel") or start.is_handler:
        return True
    if start.how.endswith("AfterFunc") and _stops(start.starter):
        return True
    if _hands_over_lock(graph, start):
        return True
    joins = _joins(graph, start, inner.start_byte)
    if not _reaches(start.starter, start.node, site, joins, root):
        return True
    return _is_handed_over(graph, start, inner, site)


def _hands_over_lock(graph: CallGraph, start: Start) -> bool:
    """Whether the goroutine gives a lock back that it has not taken: the starter waits for that."""
    body = start.body
    if body is None:
        return False
    if b".CloseWithError(" in body.info.file.data[body.body.start_byte : body.body.end_byte]:
        return True  # the reader of an io.Pipe waits for its writer
    taken: set[Variable] = set()
    for call in lock_calls(graph, body):
        if call.releases and not call.deferred and call.lock not in taken:
            return True
        taken.add(call.lock)
    return False


def _stops(starter: Function) -> bool:
    """A timer that is stopped may never have run; whether it has is not seen here."""
    body = starter.body
    return b".Stop(" in starter.info.file.data[body.start_byte : body.end_byte]


def _is_handed_over(graph: CallGraph, start: Start, inner: Node, site: Node) -> bool:
    """Whether the goroutine waits, before `inner`, for what the starter signals after `site`."""
    waits = [
        path
        for turn, path, at in _translated(graph, start)
        if turn is Turn.ACQUIRE and at <= inner.start_byte
    ]
    later = [
        signal.path
        for signal in signals_in(graph, start.starter)
        if signal.turn is Turn.RELEASE and signal.offset >= site.start_byte
    ]
    return any(w is None or r is None or w == r for w in waits for r in later)


def may_overlap(
    graph: CallGraph, one: Start, inner: Node, other: Start, other_inner: Node, root: int | None
) -> bool:
    """Whether two goroutines of one starter can be at these nodes of their bodies at a time."""
    if PARALLEL in (one.how, other.how):
        return one.how == other.how
    if one.is_handler and other.is_handler:
        return True
    if one.is_handler or other.is_handler:
        return False
    before = _reaches(one.starter, one.node, other.node, _joins(graph, one, inner.start_byte), root)
    behind = _reaches(
        one.starter, other.node, one.node, _joins(graph, other, other_inner.start_byte), root
    )
    if not before and not behind:
        return False
    return not _signals_between(graph, one, inner, other, other_inner)


def _signals_between(
    graph: CallGraph, one: Start, inner: Node, other: Start, other_inner: Node
) -> bool:
    """Whether one of two goroutines waits, before its node, for a signal behind the other's."""
    first, second = _translated(graph, one), _translated(graph, other)
    return _passes(first, inner, second, other_inner) or _passes(second, other_inner, first, inner)


def _passes(
    giving: list[tuple[Turn, str | None, int]],
    given: Node,
    taking: list[tuple[Turn, str | None, int]],
    taken: Node,
) -> bool:
    releases = [p for turn, p, at in giving if turn is Turn.RELEASE and at >= given.start_byte]
    waits = [p for turn, p, at in taking if turn is Turn.ACQUIRE and at <= taken.start_byte]
    return any(r is None or w is None or r == w for r in releases for w in waits)


def overlaps_itself(graph: CallGraph, start: Start, inner: Node, root: int | None) -> bool:
    """Whether several goroutines of a start share a value and can be at one node at a time.

    `root` is where a local that holds or leads to the value is declared.
    """
    if not start.many:
        return False
    if start.is_handler or start.how == "b.RunParallel":
        return True
    loop = start.loop
    if loop is None or (root is not None and loop.start_byte <= root < loop.end_byte):
        return False
    if start.how != PARALLEL:
        joins = _joins(graph, start, inner.start_byte)
        if not _reaches(start.starter, start.node, start.node, joins, None):
            return False
    own = _translated(graph, start)
    return not _passes(own, inner, own, inner)


def _reaches(
    function: Function, start: Node, end: Node, joins: list[Signal], root: int | None
) -> bool:
    """Whether control can come from one node to another without passing a join or `root`."""
    flow = _flow(function)
    deferred = _is_deferred(end, function)
    if deferred and any(join.offset == AT_END for join in joins):
        return False
    first, last = _point(flow, start), _point(flow, end)
    if first is None or (last is None and not deferred):
        return not joins
    stops = _stopping(flow, joins, root)
    if first == last and start.start_byte < end.start_byte and not deferred:
        return True
    seen: set[int] = set()
    pending = list(flow.points[first].successors)
    while pending:
        index = pending.pop()
        if index in seen:
            continue
        seen.add(index)
        if deferred and not flow.points[index].successors and not stops(index):
            return True  # what is deferred runs when the function ends
        if index == last and not deferred:
            return not stops(index)  # `return m, group.Wait()`: the call comes first in practice
        if not stops(index):
            pending += flow.points[index].successors
    return False


def _flow(function: Function) -> Flow:
    key = ("sharing.flow", function.path, function.node.start_byte)
    return function.info.semantics.once(key, lambda: flow_of(function.body, never_returns))


def _inside(flow: Flow, index: int, node: Node) -> bool:
    point = flow.points[index].node
    return (
        point is not None
        and point.start_byte <= node.start_byte
        and node.end_byte <= point.end_byte
    )


def _stopping(flow: Flow, joins: list[Signal], root: int | None) -> Callable[[int], bool]:
    stopping: set[int] = set()
    for index, point in enumerate(flow.points):
        node = point.node
        if node is None:
            continue
        if root is not None and node.start_byte <= root < node.end_byte and _declares(node):
            stopping.add(index)
        if any(join.offset != AT_END and _inside(flow, index, join.node) for join in joins):
            stopping.add(index)
    return stopping.__contains__


def _declares(node: Node) -> bool:
    """A point that declares a variable makes a new one; a range clause does so from Go 1.22."""
    return node.type in (
        "short_var_declaration",
        "var_declaration",
        "expression_list",
        "identifier",
    )


def _point(flow: Flow, node: Node) -> int | None:
    """The smallest point around a node."""
    best: int | None = None
    for index in range(len(flow.points)):
        if _inside(flow, index, node):
            smaller = best is None or _length(flow, index) < _length(flow, best)
            best = index if smaller else best
    return best


def _length(flow: Flow, index: int) -> int:
    node = flow.points[index].node
    return 0 if node is None else node.end_byte - node.start_byte


def _is_deferred(node: Node, function: Function) -> bool:
    parent: Node | None = node
    while parent is not None and parent != function.node:
        if parent.type == "defer_statement":
            return True
        parent = parent.parent
    return False


__all__ = ["is_ordered", "joins_of", "may_overlap", "overlaps_itself"]
