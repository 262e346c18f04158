"""Locals that stand for one expression: those that are given a value once and keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import expression_items, unparenthesized

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

_ASSIGNING = ("assignment_statement", "short_var_declaration", "range_clause", "receive_statement")


def only_value(info: FileInfo, obj: Object) -> Node | None:
    """The one expression that a local variable ever holds; None where there may be another.

    `var f func()` followed by one assignment counts, for nothing else can be called through f.
    Parameters, range variables and variables whose address is taken have none.
    """
    key = ("sharing.only_value", info.path, obj.span.start)
    return info.semantics.once(key, lambda: _only_value(info, obj))


def _only_value(info: FileInfo, obj: Object) -> Node | None:
    if obj.kind != "var" or obj.role != "var" or obj.function is None:
        return None
    values: list[Node] = []
    for use in info.uses_in(obj, obj.function):
        if _is_address(use):
            return None
        target = assigned(use)
        if target is None:
            continue
        statement, value = target
        if value is None and statement.type != "var_spec":
            return None
        if value is not None:
            values.append(unparenthesized(value))
    return values[0] if len(values) == 1 else None


def _is_address(use: Node) -> bool:
    parent = use.parent
    return (
        parent is not None
        and parent.type == "unary_expression"
        and any(child.type == "&" for child in parent.children)
    )


def assigned(target: Node) -> tuple[Node, Node | None] | None:
    """The statement that assigns to or declares `target`, and the value; None where none does.

    The value is None where it is not one expression: `a, b := f()`, `x++`, `x += y`, a range
    clause, a declaration without value.
    """
    parent = target.parent
    if parent is None:
        return None
    if parent.type in ("inc_statement", "dec_statement"):
        return parent, None
    if parent.type == "var_spec":
        names = [each for each in parent.children_by_field_name("name") if each.is_named]
        return (parent, _paired(parent, "value", names, target)) if target in names else None
    statement = parent.parent if parent.type == "expression_list" else None
    if statement is None or statement.type not in _ASSIGNING:
        return None
    left = statement.child_by_field_name("left")
    if left is None or left != parent:
        return None
    if statement.type in ("range_clause", "receive_statement") or not _is_plain(statement):
        return statement, None
    return statement, _paired(statement, "right", expression_items(left), target)


def _is_plain(statement: Node) -> bool:
    return any(child.type in ("=", ":=") for child in statement.children)


def _paired(statement: Node, field: str, targets: list[Node], target: Node) -> Node | None:
    right = statement.child_by_field_name(field)
    values = expression_items(right) if right is not None else []
    return values[targets.index(target)] if len(values) == len(targets) else None
