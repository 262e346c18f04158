"""What can run before what inside one function, as far as one local variable is concerned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.flow import Flow, flow_of
from gofixmap.semantics.mutation import never_returns
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.functions import Function
    from gofixmap.semantics.sharing.variables import Variable


def is_after(home: Function, root: Variable, start: Node, end: Node) -> bool:
    """Whether `end` can run after `start` while the local `root` is still the same variable.

    Both stand in the body of `home`, which declares the local. Two places in one statement count
    as one after the other.
    """
    flow = _flow(home)
    return _reaches(flow, _declaring_points(flow, root), start, end)


def _flow(function: Function) -> Flow:
    info = function.info
    key = ("sharing.flow", info.path, function.body.start_byte)
    return info.semantics.once(
        key, lambda: flow_of(function.body, lambda node: never_returns(info, node))
    )


def _declaring_points(flow: Flow, root: Variable) -> frozenset[int]:
    """Where the local is made anew: what was published before is another variable.

    Before Go 1.22 a loop has one variable for all iterations.
    """
    loop = enclosing(root.node, "for_clause", "range_clause", "block")
    version = root.info.semantics.workspace.language_version(root.path)
    if loop is not None and loop.type != "block" and version < (1, 22):
        return frozenset()
    index = flow.holding(root.node)
    return frozenset() if index is None else frozenset({index})


def _reaches(flow: Flow, kills: frozenset[int], start: Node, end: Node) -> bool:
    """Whether `end` can run after `start` without the local being declared in between."""
    first, last = flow.holding(start), flow.holding(end)
    if first is None or last is None or first == last:
        return True
    return last in set(_after(flow, first, kills))


def _after(flow: Flow, start: int, kills: frozenset[int]) -> Iterator[int]:
    seen: set[int] = set()
    pending = list(flow.points[start].successors)
    while pending:
        index = pending.pop()
        if index in seen or index in kills:
            continue
        seen.add(index)
        yield index
        pending += flow.points[index].successors
