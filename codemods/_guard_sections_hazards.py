"""What a section must not do besides its accesses, or must do under the lock as well.

A conversion or a division that panics between Lock and Unlock leaves the lock taken for ever in a
program that recovers; a literal that locks for itself cannot act on what was read before; and an
element that is a pointer, a slice or a map is changed through a local that was read from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_groups import Dependence, header_of
from gofixmap_codemods._guard_sections_model import GuardContext, Refused
from gofixmap_codemods._guard_sections_tree import Spot, own_nodes, spot_of
from msgspec.structs import replace

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_hold import Held
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Function

_Op = sharing.Operation
_ELEMENTS = (_Op.INDEX_READ, _Op.LOOKUP, _Op.RANGE)
_CONDITIONS = ("if_statement", "for_statement", "expression_switch_statement")
_DIVIDING = ("/", "%", "/=", "%=")


def check_panics(info: FileInfo, function: Node, done: Sequence[Held]) -> None:
    """Raises Refused where a section without a deferred Unlock may panic on its way."""
    for held in done:
        for node in () if held.wraps else held.nodes:
            for each in own_nodes(node):
                if _asserts(each) or _may_divide_by_zero(info, function, each):
                    why = "it may panic with the lock held"
                    raise Refused("may-panic", info, each, why)


def _asserts(node: Node) -> bool:
    if node.type != "type_assertion_expression":
        return False
    around = node.parent
    while around is not None and around.type in ("expression_list", "parenthesized_expression"):
        around = around.parent
    left = around.child_by_field_name("left") if around is not None else None
    if left is None and around is not None and around.type == "var_spec":
        return len(nodes.children_of(around, "name")) != 2
    return left is None or len(nodes.expression_items(left)) != 2


def _may_divide_by_zero(info: FileInfo, function: Node, node: Node) -> bool:
    if node.type not in ("binary_expression", "assignment_statement"):
        return False
    operator, divisor = node.child_by_field_name("operator"), node.child_by_field_name("right")
    if operator is None or divisor is None or (operator.text or b"").decode() not in _DIVIDING:
        return False
    divisor = nodes.expression_items(divisor)[0] if divisor.type == "expression_list" else divisor
    if not info.type_of(divisor).is_integer or info.constant(divisor) is not None:
        return False
    return not _is_looked_at(info, function, divisor)


def _is_looked_at(info: FileInfo, function: Node, divisor: Node) -> bool:
    """Whether a condition in front of a division has to do with the divisor."""
    text = info.file.text(divisor)
    return any(
        text in info.file.text(head)
        for each in own_nodes(function)
        if each.type in _CONDITIONS and each.start_byte < divisor.start_byte
        for head in header_of(each)
    )


def check_literals(context: GuardContext, function: Function, spots: Sequence[Spot]) -> None:
    """Raises Refused where a literal that is called by a name, and takes the lock for itself,
    writes because of what this function has read."""
    calls = [
        each
        for each in context.graph.calls_in(function)
        if each.kind is sharing.CallKind.CALL and _is_named_literal(each, function)
    ]
    for call in calls:
        for spot in _written_by(context, call, spots):
            asked = replace(spot.access, node=call.node, expression=call.node, operation=_Op.UPDATE)
            act = spot_of(asked, function.node)
            dependence = Dependence(function.info, function.node, [*spots, act])
            if any(_pairs(each, act) and dependence.feeds(each, act) for each in spots):
                why = "it acts on what was read in an earlier section"
                raise Refused("split-check", function.info, call.node, why)


def _is_named_literal(call: sharing.Call, function: Function) -> bool:
    callee = call.callee
    if callee is None or not callee.is_literal or callee is function:
        return False
    return not call.node.start_byte <= callee.node.start_byte < call.node.end_byte


def _written_by(context: GuardContext, call: sharing.Call, spots: Sequence[Spot]) -> Iterator[Spot]:
    """A spot for each variable that the callee writes as well."""
    seen: set[sharing.Variable] = set()
    for spot in spots:
        variable = spot.access.variable
        if variable in seen or call.callee is None:
            continue
        seen.add(variable)
        found = sharing.accesses_of(context.semantics, variable)
        if any(
            each.writes
            and each.path == call.callee.path
            and call.callee.node.start_byte <= each.node.start_byte < call.callee.node.end_byte
            for each in found.all
        ):
            yield spot


def _pairs(read: Spot, write: Spot) -> bool:
    a, b = read.access, write.access
    return a.reads and a.variable == b.variable and a.base == b.base


def writes_through(root: Node, accesses: Sequence[Access]) -> list[tuple[Access, Access]]:
    """The writes to what an element refers to, through a local that an access reads it into:
    `e := c.m[k]; e.n++`. Each with that access."""
    found: list[tuple[Access, Access]] = []
    for access in accesses:
        names = _locals_of(access) if access.operation in _ELEMENTS else []
        for node in own_nodes(root) if names else ():
            if (target := _changed(access.info, node, names)) is not None:
                statement = sharing.accesses.statement_of(target)
                written = replace(
                    access,
                    node=target,
                    expression=target,
                    operation=_Op.UPDATE,
                    statement=statement,
                    key=None,
                    value=None,
                )
                found.append((written, access))
    return found


def _locals_of(access: Access) -> list[object]:
    """The locals that are declared for an element that is a reference."""
    info, node = access.info, access.expression
    if node.type == "range_clause":
        left = node.child_by_field_name("left")
        names = nodes.expression_items(left)[1:] if left is not None else []
    else:
        listed = node.parent
        statement = listed.parent if listed is not None else None
        if listed is None or statement is None or listed.type != "expression_list":
            return []
        left = statement.child_by_field_name("left")
        if statement.type != "short_var_declaration" or left is None or left == listed:
            return []
        names = nodes.expression_items(left)[:1] if listed.named_child_count == 1 else []
    return [
        found
        for each in names
        if each.type == "identifier"
        and (found := info.object_of(each)) is not None
        and (found.type.is_pointer or found.type.is_slice or found.type.is_map)
    ]


def _changed(info: FileInfo, node: Node, names: Sequence[object]) -> Node | None:
    """The place that a statement or a call changes, where it belongs to one of the locals."""
    targets: list[Node] = []
    if node.type in ("inc_statement", "dec_statement"):
        targets = node.named_children[:1]
    elif node.type == "assignment_statement":
        left = node.child_by_field_name("left")
        targets = nodes.expression_items(left) if left is not None else []
    elif node.type == "call_expression" and operands.predeclared_callee(info, node) in (
        "delete",
        "clear",
        "copy",
    ):
        given = operands.arguments_of(node)[:1]
        return node if given and _is_of(info, given[0], names) else None
    for each in targets:
        spine = nodes.left_spine(each)
        if each.type != "identifier" and spine and _is_of(info, spine[-1], names):
            return each
    return None


def _is_of(info: FileInfo, node: Node, names: Sequence[object]) -> bool:
    found = info.object_of(node) if node.type == "identifier" else None
    return found is not None and any(found is each for each in names)
