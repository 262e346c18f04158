"""Literals that become interfaces: they keep the method where the interface gets their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import Edit, flows, nodes, uses

if TYPE_CHECKING:
    from gofixmap_codemods._receiver_method import Method
    from tree_sitter import Node

_FUNCTIONS = ("func_literal", "function_declaration", "method_declaration")


def is_literal(flow: flows.Flow, method: Method) -> bool:
    """Whether `T{...}` itself is assigned, passed, sent, stored or returned as an interface.

    Interfaces compare pointers by identity, and a map looks its keys up by that.
    """
    node, parent = flow.node, flow.node.parent
    if flow.how != "value" or node.type != "composite_literal" or parent is None:
        return False
    if not uses.is_type_named(flow.info.type_of(node), method.package, method.type):
        return False
    if parent.type in ("binary_expression", "index_expression", "type_conversion_expression"):
        return False
    holder = parent.parent
    return holder is None or holder.child_by_field_name("key") != parent


def is_foreign_result(flow: flows.Flow) -> bool:
    """Whether a literal is returned as a type of another package that cannot be read.

    It is assigned to that type today. No other package can call a type of this one its own, as it
    would import this package, which imports it: so it is an interface.
    """
    listed = flow.node.parent
    if listed is None or listed.parent is None or listed.parent.type != "return_statement":
        return False
    function: Node | None = listed.parent
    while function is not None and function.type not in _FUNCTIONS:
        function = function.parent
    result = function.child_by_field_name("result") if function is not None else None
    if result is None:
        return False
    position = nodes.named(listed).index(flow.node)
    return _result_at(result, position) == "qualified_type"


def _result_at(result: Node, position: int) -> str:
    """The kind of node that the type of one result is."""
    if result.type != "parameter_list":
        return result.type
    kinds: list[str] = []
    for group in nodes.parameter_groups(result):
        kind = group.type.type if group.type is not None else ""
        kinds += [kind] * max(1, len(group.names))
    return kinds[position] if position < len(kinds) else ""


def taking_address(flow: flows.Flow) -> Edit:
    start = flow.node.start_byte
    return Edit(flow.path, start, start, "&")
