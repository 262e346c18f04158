"""Calls on the value variable of a range loop: the variable is a copy of the element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._receiver_calls import place
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    enclosing,
    flow,
    fresh_name,
    insert_after,
    is_addressable,
    is_stable,
    mutation,
    node_text,
    operands,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object


class Loop(Struct):
    """A range loop and the calls of the method on its value variable."""

    info: FileInfo
    statement: Node
    clause: Node
    body: Node
    variable: Object
    selectors: list[Node]

    @property
    def operand(self) -> Node:
        right = self.clause.child_by_field_name("right")
        if right is None:
            raise ValueError("a range clause without an operand")
        return right

    @property
    def left(self) -> Node:
        left = self.clause.child_by_field_name("left")
        if left is None:
            raise ValueError("a range clause without variables")
        return left


class Rewritten(Struct, frozen=True):
    edits: tuple[Edit, ...] = ()
    note: str = ""


def rewrite_ranges(calls: Sequence[tuple[FileInfo, Node]]) -> list[Rewritten]:
    """What becomes of the calls, loop by loop.

    A call stays where the changed variable is used afterwards; a note tells of the calls that stay
    although their change is lost.
    """
    loops: dict[tuple[str, int], Loop] = {}
    for info, selector in calls:
        loop = _loop_of(info, selector)
        if loop is not None:
            key = (info.path, loop.statement.start_byte)
            loops.setdefault(key, loop).selectors.append(selector)
    return [_rewritten(loop) for loop in loops.values()]


def _loop_of(info: FileInfo, selector: Node) -> Loop | None:
    """The loop whose second variable the selector's operand is."""
    operand = selector.child_by_field_name("operand")
    variable = info.object_of(operand) if operand is not None else None
    if variable is None:
        return None
    statement = enclosing(selector, "for_statement")
    while statement is not None:
        clause = next((c for c in statement.named_children if c.type == "range_clause"), None)
        left = clause.child_by_field_name("left") if clause is not None else None
        body = statement.child_by_field_name("body")
        if clause is not None and left is not None and body is not None:
            names = left.named_children
            if len(names) == 2 and names[1].start_byte == variable.span.start:
                return Loop(info, statement, clause, body, variable, [])
        statement = enclosing(statement, "for_statement")
    return None


def _rewritten(loop: Loop) -> Rewritten:
    if _is_used_afterwards(loop):
        return Rewritten()
    kind = loop.info.type_of(loop.operand)
    edits: tuple[Edit, ...] | None = None
    if _is_firm(loop):
        if kind.is_slice or (kind.is_array and is_addressable(loop.info, loop.operand)):
            edits = _through_index(loop, only=kind.is_array)
        elif kind.is_map:
            edits = _written_back(loop)
    if edits is not None:
        return Rewritten(edits)
    where = place(loop.info, loop.selectors[0])
    text = loop.info.file.text(loop.selectors[0])
    return Rewritten(note=f"{text} at {where} still changes a copy: the variable of the loop")


def _is_used_afterwards(loop: Loop) -> bool:
    """Whether any other use of the variable can follow one of the calls."""
    calls = {_operand(each).start_byte for each in loop.selectors}
    uses = loop.info.uses_in(loop.variable, loop.body)
    others = [use for use in uses if use.start_byte not in calls]
    if any(_is_inside(use, "func_literal", loop.body) for use in uses):
        return True
    ways = flow.flow_of(loop.body)
    points = [(index, point.node) for index, point in enumerate(ways.points) if point.node]
    for call in calls:
        for index, node in points:
            if node.start_byte <= call < node.end_byte:
                following = {index, *ways.after(index)}
                if any(_holds(points, following, use, call) for use in others):
                    return True
    return False


def _holds(points: Sequence[tuple[int, Node]], following: set[int], use: Node, call: int) -> bool:
    at = use.start_byte
    return any(i in following and n.start_byte <= at < n.end_byte for i, n in points)


def _is_inside(node: Node, kind: str, stop: Node) -> bool:
    found = enclosing(node, kind)
    return found is not None and found.start_byte >= stop.start_byte


def _operand(selector: Node) -> Node:
    operand = selector.child_by_field_name("operand")
    if operand is None:
        raise ValueError("a selector without an operand")
    return operand


def _is_firm(loop: Loop) -> bool:
    """Whether the range operand means the same thing throughout the body."""
    info, operand = loop.info, loop.operand
    if operands.is_made_here(operand):
        return False
    if not is_stable(info, operand) or not _means_the_same(loop):
        return False
    if operand.type != "identifier":
        return not _calls_beside(loop)
    variable = info.object_of(operand)
    if variable is None or variable.kind != "var":
        return False
    if not variable.is_local:
        return not _calls_beside(loop)
    changes = mutation.mutation_of(info, variable, loop.body)
    return not any(not write.path for write in changes.writes) and not changes.captured


def _means_the_same(loop: Loop) -> bool:
    """Whether the operand's names are not declared again before the calls."""
    info = loop.info
    return all(
        info.lookup(info.file.text(name), selector) is info.object_of(name)
        for name in walk(loop.operand)
        if name.type == "identifier"
        for selector in loop.selectors
    )


def _calls_beside(loop: Loop) -> bool:
    """Whether the body calls anything but the method in question."""
    calls = {each.parent.start_byte for each in loop.selectors if each.parent is not None}
    pending = [loop.body]
    while pending:
        node = pending.pop()
        if node.type == "call_expression" and node.start_byte not in calls:
            return True
        if node.type == "assignment_statement" and _may_assign(loop, node):
            return True
        pending += node.named_children
    return False


def _may_assign(loop: Loop, assignment: Node) -> bool:
    """Whether a field or variable of the operand's own name is assigned."""
    last = loop.info.file.text(loop.operand).rpartition(".")[2]
    left = assignment.child_by_field_name("left")
    return left is not None and last in loop.info.file.text(left)


def _through_index(loop: Loop, *, only: bool) -> tuple[Edit, ...] | None:
    """`for _, v := range s { v.M() }` to `for i := range s { s[i].M() }`."""
    info = loop.info
    uses = loop.info.uses_in(loop.variable, loop.body)
    unused = len(uses) == len(loop.selectors)
    if only and not unused:
        return None
    index = _key_name(loop, "i")
    if index is None:
        return None
    element = f"{node_text(info.file, loop.operand)}[{index}]"
    edits = [_replace(info, _operand(each), element) for each in loop.selectors]
    left = index if unused else f"{index}, {loop.variable.name}"
    if info.file.text(loop.left) != left:
        edits.append(_replace(info, loop.left, left))
    return tuple(edits)


def _written_back(loop: Loop) -> tuple[Edit, ...] | None:
    """`for k, v := range m { v.M() }` with `m[k] = v` behind the call."""
    info = loop.info
    key = _key_name(loop, "k")
    if key is None:
        return None
    line = f"{node_text(info.file, loop.operand)}[{key}] = {loop.variable.name}"
    edits: list[Edit] = []
    for selector in loop.selectors:
        call = selector.parent
        statement = call.parent if call is not None else None
        if statement is None or statement.type != "expression_statement":
            return None
        if statement.parent is None or statement.parent.type != "statement_list":
            return None
        edits += insert_after(info.file, statement, [line])
    first = loop.left.named_children[0]
    if info.file.text(first) != key:
        edits.append(_replace(info, first, key))
    return tuple(edits)


def _key_name(loop: Loop, wanted: str) -> str | None:
    """The loop's first variable, or a fresh name for it; None where the body assigns to it."""
    info = loop.info
    first = loop.left.named_children[0]
    if info.file.text(first) == "_":
        return fresh_name(info, loop.body, wanted)
    variable = info.object_of(first)
    if variable is None or mutation.mutation_of(info, variable, loop.body).writes:
        return None
    if any(info.lookup(variable.name, each) is not variable for each in loop.selectors):
        return None
    return variable.name


def _replace(info: FileInfo, node: Node, text: str) -> Edit:
    return Edit(info.path, node.start_byte, node.end_byte, text)
