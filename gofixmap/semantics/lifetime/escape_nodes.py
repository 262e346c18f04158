"""Places in the tree that decide what becomes of a value: what is called, assigned, addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import unparenthesized
from gofixmap.semantics.sharing.locals import only_value

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

CALLS = ("call_expression", "type_conversion_expression")


def is_inside(node: Node, outer: Node) -> bool:
    return outer.start_byte < node.start_byte and node.end_byte <= outer.end_byte


def is_inside_span(obj: Object, outer: Node) -> bool:
    return outer.start_byte <= obj.span.start < outer.end_byte


def call_of_function(function: Node) -> Node | None:
    """The call whose function an expression is, parentheses included."""
    node = function
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    call = node.parent
    if call is None or call.type not in CALLS:
        return None
    return call if call.child_by_field_name("function") == node else None


def is_started(call: Node) -> bool:
    return call.parent is not None and call.parent.type == "go_statement"


def is_target(node: Node) -> bool:
    """Whether an expression is assigned to or declared where it stands, and not read."""
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type in ("var_spec", "parameter_declaration", "variadic_parameter_declaration"):
        return node in parent.children_by_field_name("name")
    if parent.type in ("inc_statement", "dec_statement"):
        return True
    statement = parent.parent if parent.type == "expression_list" else None
    return statement is not None and statement.child_by_field_name("left") == parent


def address_of(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type != "unary_expression":
        return False
    return (parent.text or b"")[:1] == b"&"


def is_part_address(info: FileInfo, selector: Node) -> bool:
    """Whether memory of the part itself is handed on: `&v.f`, `v.f[:]` of an array."""
    parent = selector.parent
    if parent is None:
        return False
    if parent.type == "slice_expression":
        return info.type_of(selector).is_array
    return address_of(selector)


def goes_deeper(selector: Node) -> bool:
    parent = selector.parent
    return (
        parent is not None
        and parent.type in ("selector_expression", "index_expression")
        and parent.child_by_field_name("operand") == selector
    )


def is_made(info: FileInfo, obj: Object) -> bool:
    """Whether a local is only ever what a literal, new or make has made for it."""
    if obj.role == "var" and obj.type.is_struct:
        return True
    value = only_value(info, obj)
    if value is None:
        return False
    if value.type == "unary_expression":
        inner = value.child_by_field_name("operand")
        value = unparenthesized(inner) if inner is not None else value
    if value.type == "composite_literal":
        return True
    function = value.child_by_field_name("function") if value.type == "call_expression" else None
    return function is not None and function.text in (b"new", b"make")
