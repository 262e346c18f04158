"""What stands in front of a write in its own list of statements, or in one around it.

Control comes to a statement by those in front of it, where nothing jumps: of a map that is made, or
asked for nil, in one of these, no way has to be followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_uses import asks, drops, makes

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access


def not_settled_before(
    writes: Sequence[Access], uses: Sequence[Access], function: Node
) -> list[Access]:
    """The writes that may be come to without passing a place that makes the map or asks for it.

    Those in function literals are among them, and all where the map is dropped or a goto jumps.
    """
    settling = [each for each in uses if makes(each) or asks(each)]
    if not settling or any(map(drops, uses)) or b"goto" in (function.text or b""):
        return [*writes]
    places = [(listed, each.node.end_byte) for each in settling if (listed := _list_of(each))]
    return [
        write
        for write in writes
        if write.function != function
        or not any(end <= write.node.start_byte < listed.end_byte for listed, end in places)
    ]


def _list_of(access: Access) -> Node | None:
    """The statements among which an access runs whenever control comes to where it stands."""
    if access.operation is sharing.Operation.ASSIGN:
        statement: Node | None = access.statement
        if statement is None or statement.type != "assignment_statement":
            return None
    elif asks(access):
        statement = _asking_if(access.node)
    else:
        return None
    listed = statement.parent if statement is not None else None
    return listed if listed is not None and listed.type == "statement_list" else None


def _asking_if(node: Node) -> Node | None:
    """The `if` that begins its condition with a question about the node."""
    parent = node.parent
    while parent is not None and parent.type in _ASKING:
        if parent.type == "binary_expression" and _is_skipped(parent, node):
            return None
        node, parent = parent, parent.parent
    if parent is None or parent.type != "if_statement":
        return None
    return parent if parent.child_by_field_name("condition") == node else None


_ASKING = ("argument_list", "binary_expression", "call_expression", "parenthesized_expression")


def _is_skipped(operation: Node, operand: Node) -> bool:
    """Whether an operand may not be evaluated: the right one of `&&` and `||`."""
    operator = operation.child_by_field_name("operator")
    is_short = operator is not None and operator.type in ("&&", "||")
    return is_short and operation.child_by_field_name("left") != operand
