"""Locals that hold a pointer to an element, or what is stored as one: every use of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._mapvalue_refusal import Refusal
from msgspec import Struct

from gofixmap.codemod import access, ancestors, nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._mapvalue_plan import Plan
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Variable

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
Kind = access.Kind


class Use(Struct, frozen=True):
    """What one mention of a pointer, or of the variable whose address is stored, does.

    `how`: "read", "star" (`*p`), "write", "method" (one with a pointer receiver), "nil" (compared
    with nil), "compare", "declare", "leaves".
    """

    node: Node
    how: str
    found: access.Access


class Locals:
    """The uses of locals, by what they mean for the map."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def uses(self, info: FileInfo, local: Variable, *, pointee: bool) -> list[Use]:
        """The uses of a local but for its declaration. Raises Refusal where it is captured."""
        function = enclosing_function(local.node)
        found = info.object_of(local.node)
        if function is None or found is None:
            raise Refusal("leaves", info, local.node)
        uses: list[Use] = []
        for node in info.uses_in(found, function):
            if node.start_byte == local.node.start_byte:
                continue
            if enclosing_function(node) != function:
                raise Refusal("leaves", info, node)
            uses.append(use_of(info, node, pointee=pointee))
        return uses


def use_of(info: FileInfo, node: Node, *, pointee: bool) -> Use:
    """What is done with a pointer, or with the variable that one would point to."""
    found = access.access_of(info, node, pointee=pointee)
    return Use(node, _how(info, found, pointee=pointee), found)


def _how(info: FileInfo, found: access.Access, *, pointee: bool) -> str:
    if found.kind in (Kind.WRITE, Kind.UPDATE):
        return "write"
    if found.kind is Kind.DECLARE:
        return "declare"
    if found.kind is Kind.FEED and pointee and not found.path:
        return "nil" if _with_nil(found) else "compare"
    if found.kind is Kind.ADDRESS:
        return "method" if found.selection is not None else "leaves"
    if found.kind is Kind.UNKNOWN:
        return "leaves"
    star = found.expression.type == "unary_expression" and not found.path
    return "star" if pointee and star else "read"


def _with_nil(found: access.Access) -> bool:
    comparison = comparison_of(found.expression)
    sides = [] if comparison is None else nodes.named(comparison)
    return any(nodes.unparenthesized(side).type == "nil" for side in sides)


def comparison_of(node: Node) -> Node | None:
    """The `==` or `!=` of which an expression is a side."""
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    return parent if parent is not None and parent.type == "binary_expression" else None


def star_around(node: Node) -> Node | None:
    """The `*p` of which an expression is the operand."""
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    star = parent is not None and parent.type == "unary_expression"
    return parent if star and parent is not None and (parent.text or b"")[:1] == b"*" else None


def enclosing_function(node: Node) -> Node | None:
    return next((each for each in ancestors(node) if each.type in _FUNCTIONS), None)


def local_of(info: FileInfo, name: Node) -> Variable | None:
    """The local that an identifier denotes."""
    found = sharing.variable_denoted(info, name) if name.type == "identifier" else None
    local = found is not None and found.kind is sharing.VariableKind.LOCAL
    return found if local else None


def conditions(comparison: Node) -> Iterator[tuple[Node, bool]]:
    """A comparison with nil, and whether it asks for an entry that is there."""
    operator = comparison.child_by_field_name("operator")
    if operator is not None and operator.type in ("==", "!="):
        yield comparison, operator.type == "!="
