"""Maps and slices that leave the function that guards them: arguments, aliases, swaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import in_tree

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, CallGraph, FileInfo, Function

_Op = sharing.Operation
_READING = ("len", "cap", "delete", "clear", "copy")


def call_with(argument: Node) -> Node | None:
    """The call that an expression is an argument of."""
    listed = argument.parent
    if listed is None or listed.type != "argument_list":
        return None
    return listed.parent if listed.parent and listed.parent.type == "call_expression" else None


def is_consumed(graph: CallGraph, function: Function, access: Access) -> bool:
    """Whether the function that is given a map or slice is of this package and only looks at its
    elements, so that nothing of it is left when the call returns."""
    call = call_with(access.node)
    found = next((each for each in graph.calls_in(function) if each.node == call), None)
    if call is None or found is None or found.callee is None:
        return False
    position = operands.arguments_of(call).index(access.node)
    parameter = _parameter(found.callee, position)
    is_call = found.kind is sharing.CallKind.CALL
    return is_call and parameter is not None and not _keeps(found.callee, parameter)


def _parameter(callee: Function, position: int) -> Node | None:
    listed = callee.node.child_by_field_name("parameters")
    groups = nodes.parameter_groups(listed) if listed is not None else []
    if any(group.variadic for group in groups):
        return None
    names = [name for group in groups for name in group.names]
    return names[position] if position < len(names) else None


def _keeps(callee: Function, parameter: Node) -> bool:
    found = callee.info.object_of(parameter)
    if found is None:
        return True
    return not all(_only_looks(callee.info, use) for use in callee.info.uses_in(found, callee.body))


def _only_looks(info: FileInfo, use: Node) -> bool:
    parent = use.parent
    if parent is None or _is_in_literal(use):
        return False
    if parent.type == "index_expression":
        return parent.child_by_field_name("operand") == use
    if parent.type == "range_clause":
        return parent.child_by_field_name("right") == use
    if parent.type == "binary_expression":
        return True
    call = call_with(use)
    return call is not None and operands.predeclared_callee(info, call) in _READING


def _is_in_literal(node: Node) -> bool:
    around = node.parent
    while around is not None and around.type not in ("function_declaration", "method_declaration"):
        if around.type == "func_literal":
            return True
        around = around.parent
    return False


_FRESH = ("nil", "composite_literal")


def taken_over(access: Access, accesses: Sequence[Access]) -> Access | None:
    """The assignment behind `batch := c.pending` that gives the variable a new map or slice, so
    that the old one belongs to the local alone."""
    listed = access.statement.parent
    if access.operation is not _Op.STORE or listed is None or listed.type != "statement_list":
        return None
    for each in accesses:
        is_behind = each.node.start_byte > access.node.start_byte
        same = each.variable == access.variable and each.base == access.base
        if each.operation is not _Op.ASSIGN or not is_behind or not same or each.value is None:
            continue
        if each.statement.parent == listed and _is_fresh(access.info, each.value):
            return each
    return None


def _is_fresh(info: FileInfo, value: Node) -> bool:
    if value.type in _FRESH:
        return True
    return value.type == "call_expression" and operands.predeclared_callee(info, value) == "make"


def aliases_in(root: Node, accesses: Sequence[Access]) -> list[tuple[Access, Access]]:
    """The accesses through locals that stand for the variable, each with the one that makes the
    local; a local that takes a map over has it alone."""
    return [
        (in_tree(root, alias), each)
        for each in accesses
        if taken_over(each, accesses) is None
        for alias in sharing.aliases_of(each) or ()
    ]
