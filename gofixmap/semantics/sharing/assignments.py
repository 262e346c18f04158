"""Assignments around an expression: the statement, the other side, what a value is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import (
    binds,
    children_of,
    expression_items,
    first_named,
    named,
    unparenthesized,
)
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.kinds import Done, Operation

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo


def outermost(node: Node) -> Node:
    """The parentheses around an expression."""
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    return node


def assigning(node: Node) -> Node | None:
    """The statement or clause that assigns to `node`, which stands on its left side."""
    parent = node.parent
    if parent is None:
        return None
    if parent.type in ("inc_statement", "dec_statement"):
        return parent
    statement = parent.parent
    if parent.type != "expression_list" or statement is None:
        return None
    if statement.type in _ASSIGNING and statement.child_by_field_name("left") == parent:
        return statement
    return None


_ASSIGNING = frozenset(
    {"assignment_statement", "short_var_declaration", "range_clause", "receive_statement"}
)


def operator_of(node: Node) -> str:
    """The operator of an assignment or unary expression; "range" or "<-" of their clauses."""
    if node.type == "range_clause":
        return "range"
    if node.type == "receive_statement":
        return "<-"
    return next((child.type for child in node.children if not child.is_named), "")


def value_for(statement: Node, target: Node) -> Node | None:
    """The expression assigned to `target`; None where one call gives several values."""
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right")
    if left is None or right is None or statement.type == "range_clause":
        return None
    targets, values = expression_items(left), expression_items(right)
    return values[targets.index(target)] if len(targets) == len(values) else None


def made_from(info: FileInfo, target: Node, value: Node) -> str:
    """How a new value is made from what `target` holds: "append", "other", or "" for not at all."""
    text = _spelled(info, target)
    made = unparenthesized(value)
    if made.type == "binary_expression":
        return "other" if text in _terms(info, made) else ""
    if made.type == "slice_expression":
        return "other" if _spelled(info, _first_operand(made)) == text else ""
    given = callees.arguments_of(made) if made.type == "call_expression" else []
    if not given:
        return ""
    package, name = callees.called(info, made)
    first = unparenthesized(given[0])
    if (package, name) == ("", "append") and _spelled(info, first) == text:
        return "append"
    first = _first_operand(first) if first.type == "slice_expression" else first
    changes = (package, name) == ("", "append") or (package, name) in callees.CHANGING
    return "other" if changes and _spelled(info, first) == text else ""


def _terms(info: FileInfo, expression: Node) -> list[str]:
    """The operands of an arithmetic expression; none of a comparison or a logical one."""
    operator = expression.child_by_field_name("operator")
    if operator is None or operator.type in _COMPARING:
        return []
    found: list[str] = []
    for side in ("left", "right"):
        operand = expression.child_by_field_name(side)
        inner = unparenthesized(operand) if operand is not None else None
        if inner is not None and inner.type == "binary_expression":
            found += _terms(info, inner)
        elif inner is not None:
            found.append(_spelled(info, inner))
    return found


_COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">=", "&&", "||"})


def _first_operand(node: Node) -> Node:
    while node.type in ("slice_expression", "parenthesized_expression"):
        inner = first_named(node)
        if inner is None:
            break
        node = inner
    return node


def _spelled(info: FileInfo, node: Node) -> str:
    return info.file.text(unparenthesized(node))


def values_wanted(node: Node) -> int:
    """How many values the statement around takes from `node`, the only one on its right side."""
    listed = node.parent
    if listed is None or listed.type != "expression_list" or len(named(listed)) != 1:
        return 1
    statement = listed.parent
    if statement is None:
        return 1
    if statement.type == "var_spec":
        return len(children_of(statement, "name"))
    if statement.type not in ("assignment_statement", "short_var_declaration"):
        return 1
    left = statement.child_by_field_name("left")
    return len(expression_items(left)) if left is not None and left != listed else 1


def statement_with_value(value: Node) -> Node | None:
    """The assignment or declaration on whose right side `value` stands."""
    listed = value.parent
    if listed is None or listed.type != "expression_list":
        return None
    statement = listed.parent
    if statement is None:
        return None
    side = "value" if statement.type == "var_spec" else "right"
    assigns = statement.type in ("assignment_statement", "short_var_declaration", "var_spec")
    return statement if assigns and statement.child_by_field_name(side) == listed else None


def target_of_value(statement: Node, value: Node) -> Node | None:
    listed = value.parent
    left = statement.child_by_field_name("left")
    names = children_of(statement, "name") if left is None else expression_items(left)
    values = named(listed) if listed is not None else []
    return names[values.index(value)] if len(names) == len(values) else None


def initialised(info: FileInfo, name: Node) -> Done | None:
    """What a declaring identifier's declaration does with the new variable; None for nothing."""
    parent = name.parent
    if parent is None:
        return None
    if parent.type == "var_spec":
        value = parent.child_by_field_name("value")
        if value is None:
            return None
        names, values = children_of(parent, "name"), expression_items(value)
        given = values[names.index(name)] if len(names) == len(values) else None
        return Done(Operation.INITIALIZE, name, None, given)
    statement = assigning(name)
    if statement is None or not (binds(statement) or statement.type == "short_var_declaration"):
        return None
    return Done(Operation.INITIALIZE, name, None, value_for(statement, name))
