"""Goroutines that say Done before they have done their last write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._shape_bodies import FUNCTIONS, Order, Use, statement_of
from gofixmap_codemods._shape_remedy import Remedy
from gofixmap_codemods._shape_waitgroup import ENDING, Function, is_wait_group, means_the_same
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    access,
    ancestors,
    enclosing,
    insert_before,
    nodes,
    replace_statement,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo


def early_done(context: Context, variable: sharing.Variable) -> Remedy | None:
    """`wg.Done()` before the goroutine's last write, made its first deferred call."""
    edits: list[Edit] = []
    first: tuple[Node, FileInfo] | None = None
    done: set[tuple[str, int]] = set()
    for found in sharing.accesses_of(context.semantics, variable).all:
        function = _function_around(found)
        if not found.writes or function is None or _key(function) in done:
            continue
        calls = list(_done_calls(function))
        late = calls and _is_late(function, calls, found.node)
        if not late:
            continue
        deferred = _deferred_first(context, function, calls)
        if deferred is None:
            return None
        done.add(_key(function))
        edits += deferred
        first = first or (found.node, found.info)
    if first is None:
        return None
    return Remedy(
        "Defer Done as the first statement of the goroutine",
        f"{variable.name} is written after the goroutine has said Done",
        tuple(edits),
        (),
        first[0],
        first[1].path,
    )


def _key(function: Function) -> tuple[str, int]:
    return function.info.path, function.node.start_byte


def _function_around(found: sharing.Access) -> Function | None:
    """The function whose code, with that of functions that it defers, an access is in."""
    function = enclosing(found.node, *FUNCTIONS)
    while function is not None and _is_deferred(function):
        function = enclosing(function, *FUNCTIONS)
    return None if function is None else Function(found.info, function)


def _is_deferred(literal: Node) -> bool:
    call = literal.parent
    return call is not None and call.parent is not None and call.parent.type == "defer_statement"


class _Done(Struct, frozen=True):
    """A call of Done in a goroutine: a statement, or what a defer statement calls."""

    node: Node
    statement: Node
    deferred: bool
    base: Node


def _done_calls(function: Function) -> Iterator[_Done]:
    info = function.info
    for node in walk(function.node):
        if node.type != "call_expression" or enclosing(node, *FUNCTIONS) != function.node:
            continue
        selector = node.child_by_field_name("function")
        field = selector.child_by_field_name("field") if selector is not None else None
        base = selector.child_by_field_name("operand") if selector is not None else None
        if field is None or base is None or info.file.text(field) != "Done":
            continue
        if is_wait_group(info.type_of(base)):
            holder = node.parent
            deferred = holder is not None and holder.type == "defer_statement"
            yield _Done(node, statement_of(node), deferred, base)


def _is_late(function: Function, calls: Sequence[_Done], write: Node) -> bool:
    """Whether the write may run after a Done."""
    holder = next((e for e in ancestors(write, function.node) if e.type == "func_literal"), None)
    in_defer = enclosing(write, "defer_statement") if holder is not None else None
    for call in calls:
        if call.deferred:
            # Deferred calls run in reverse order.
            if in_defer is not None and in_defer.start_byte < call.node.start_byte:
                return True
        elif in_defer is not None:
            return True
        else:
            order = Order(function.info, function.body, [])
            point = order.point_of(write)
            start = order.point_of(call.node)
            if start is not None and point in set(order.flow.after(start)):
                return True
    return False


def _deferred_first(
    context: Context, function: Function, calls: Sequence[_Done]
) -> tuple[Edit, ...] | None:
    """The edits; None where a path has no Done or two, or may block after it."""
    file = function.info.file
    texts = {file.text(call.base) for call in calls}
    if len(texts) != 1 or not function.statements:
        return None
    if any(call.statement.type not in _PLAIN for call in calls):
        return None
    deferred = [call for call in calls if call.deferred]
    if deferred and (len(calls) != 1 or calls[0].statement not in function.statements):
        return None
    if not deferred and not _is_once(function, calls):
        return None
    first = function.statements[0]
    if not means_the_same(function.info, calls[0].base, first):
        return None
    if _blocks_after(context, function, calls):
        return None
    text = f"defer {file.text(calls[0].base)}.Done()"
    edits: list[Edit] = []
    for call in calls:
        kept = [text] if call.statement == first else []
        edits += replace_statement(file, call.statement, kept)
    if all(call.statement != first for call in calls):
        edits = [*insert_before(file, first, [text]), *edits]
    return tuple(edits)


_PLAIN = ("expression_statement", "defer_statement")


def _is_once(function: Function, calls: Sequence[_Done]) -> bool:
    """Whether each way through the goroutine calls Done exactly once."""
    uses = [_as_write(call.node) for call in calls]
    order = Order(function.info, function.body, uses)
    points = [order.point_of(call.node) for call in calls]
    if None in points:
        return False
    for point in points:
        assert point is not None
        if set(order.flow.after(point)) & set(points):
            return False
    pending, seen = [0], set[int]()
    while pending:
        index = pending.pop()
        if index in seen or index in points:
            continue
        seen.add(index)
        if not order.flow.points[index].successors:
            node = order.flow.points[index].node
            if node is None or not _ends(node):
                return False
        pending += order.flow.points[index].successors
    return True


def _ends(node: Node) -> bool:
    return (node.text or b"").startswith(ENDING)


def _as_write(node: Node) -> Use:
    return Use(access.Access(node, node, access.Kind.WRITE, (), node), False)


def _blocks_after(context: Context, function: Function, calls: Sequence[_Done]) -> bool:
    """Whether the goroutine goes on, after Done, with something that may wait or take long.

    Who waits for the group might have to go on first; and a Done that says "ready" is no end.
    """
    graph = sharing.call_graph(context.semantics, function.info.package)
    order = Order(function.info, function.body, [])
    for call in calls:
        behind = (
            _deferred_before(function, call) if call.deferred else _behind(function, order, call)
        )
        if any(_is_endless(each) for each in behind):
            return True
        if sharing.region_conduct(graph, function.info, behind):
            return True
    return False


def _behind(function: Function, order: Order, call: _Done) -> list[Node]:
    """The statements, each as a whole, that may run once Done has been called."""
    start = order.point_of(call.node)
    after = order.flow.after(start) if start is not None else ()
    offsets = [node.start_byte for i in after if (node := order.flow.points[i].node) is not None]
    found: list[Node] = []
    inner = call.statement
    for around in ancestors(call.statement, function.node):
        if around.type == "statement_list":
            found += [each for each in nodes.named(around) if each.start_byte > inner.start_byte]
        inner = around
    return [each for each in found if any(each.start_byte <= at < each.end_byte for at in offsets)]


def _deferred_before(function: Function, call: _Done) -> list[Node]:
    """The bodies of the functions deferred before Done is: they would run before it."""
    return [
        body
        for node in walk(function.node)
        if node.type == "defer_statement" and node.start_byte < call.node.start_byte
        for literal in walk(node)
        if literal.type == "func_literal"
        and (body := literal.child_by_field_name("body")) is not None
    ]


def _is_endless(node: Node) -> bool:
    return any(
        each.type == "for_statement" and all(c.type == "block" for c in nodes.named(each))
        for each in walk(node)
    )
