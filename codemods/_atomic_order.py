"""Whether a statement evaluates a read before anything else that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import operands, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

KEEPING = frozenset({"short_var_declaration", "assignment_statement", "var_declaration"})
_HEADS = {
    "if_statement": ("initializer", "condition"),
    "expression_switch_statement": ("initializer", "value"),
}
_PLAIN = frozenset({"return_statement", "expression_statement", "send_statement", *KEEPING})


def is_first(read: sharing.Access, statement: Node) -> bool:
    """Whether the statement evaluates the read once, before it does anything else."""
    head: Node | None = statement
    for name in _HEADS.get(statement.type, ()):
        head = statement.child_by_field_name(name)
        if head is not None:
            break
    is_head = head is not statement or statement.type in _PLAIN or _is_expression(statement)
    if head is None or not is_head:
        return False
    return is_evaluated_first(read, head)


def _is_expression(node: Node) -> bool:
    return node.type.endswith("_expression") or node.type == "identifier"


def is_evaluated_first(read: sharing.Access, head: Node) -> bool:
    node = read.node
    if not head.start_byte <= node.start_byte < head.end_byte:
        return False
    around = node.parent
    while around is not None and around != head.parent:
        if around.type == "func_literal":
            return False
        if operands.operator_of(around) in ("&&", "||"):
            left = around.child_by_field_name("left")
            if left is not None and left.end_byte <= node.start_byte:
                return False
        around = around.parent
    return not any(
        each.end_byte <= node.start_byte and operands.has_call_or_receive(read.info, each)
        for each in walk(head)
        if each.type in ("call_expression", "unary_expression")
    )
