"""Whose field an expression means: bases of selectors, told apart and recognised again.

A path is the text of a base with every name bound to its declaration: `c@120.inner` for `c.inner`
where `c` is declared at byte 120. Two expressions with one path mean the same value wherever no
part is assigned between them; two paths may mean one value all the same. Locals that only ever
stand for another base (`s := c`, `mu := &c.mu`) have its path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import unparenthesized
from gofixmap.semantics.sharing.locals import only_value

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object
    from gofixmap.semantics.types import Field

ELSEWHERE = "?"  # the path of a value that cannot be named here
_ALIASES = 8  # locals that stand for locals; more are not looked through


class Placed(Protocol):
    """What has a place in a file: an access, a call, a function."""

    @property
    def info(self) -> FileInfo: ...
    @property
    def node(self) -> Node: ...


class Place(Struct, frozen=True):
    """A node and the file that it stands in."""

    info: FileInfo
    node: Node


def path_of(info: FileInfo, expression: Node, depth: int = _ALIASES) -> str | None:
    """The path of a variable or part of one; None where the expression is none or not stable.

    Pointers have the path of what they point to: `&x`, `*p` and `x`, `p` are not told apart.
    """
    node = _plain(expression)
    if node.type == "identifier":
        found = info.object_of(node)
        return None if found is None else _of_object(info, found, depth)
    if node.type == "selector_expression":
        return _of_selector(info, node, depth)
    if node.type == "index_expression":
        operand = node.child_by_field_name("operand")
        index = node.child_by_field_name("index")
        inner = path_of(info, operand, depth) if operand is not None else None
        if inner is None or index is None or not _is_stable(index):
            return None
        return f"{inner}[{info.file.text(index)}]"
    return None


def _plain(expression: Node) -> Node:
    """The expression without parentheses, `&` and `*`."""
    node = unparenthesized(expression)
    while node.type == "unary_expression":
        operand = node.child_by_field_name("operand")
        if operand is None or node.children[0].type not in ("&", "*"):
            break
        node = unparenthesized(operand)
    return node


def _is_stable(index: Node) -> bool:
    return index.type in ("identifier", "int_literal", "interpreted_string_literal")


def _of_object(info: FileInfo, found: Object, depth: int) -> str | None:
    if found.kind != "var":
        return None
    if not found.is_local:
        return f"{found.package}.{found.name}"
    value = only_value(info, found) if depth else None
    if value is not None and _stands_for(info, value):
        alias = path_of(info, value, depth - 1)
        if alias is not None:
            return alias
    return local_path(found)


def local_path(found: Object) -> str:
    """The path of a local variable itself."""
    return f"{found.name}@{found.span.start}"


def _stands_for(info: FileInfo, value: Node) -> bool:
    """Whether a variable with this value means what the value means, rather than a copy."""
    node = unparenthesized(value)
    if node.type == "unary_expression":
        return node.children[0].type == "&" and _is_chain(_plain(node))
    return _is_chain(node) and info.type_of(node).is_pointer


def _is_chain(node: Node) -> bool:
    while node.type == "selector_expression":
        operand = node.child_by_field_name("operand")
        if operand is None:
            return False
        node = _plain(operand)
    return node.type == "identifier"


def _of_selector(info: FileInfo, selector: Node, depth: int) -> str | None:
    chosen = info.selection(selector)
    if chosen is None or chosen.kind not in ("field", "package", "unknown"):
        return None
    if chosen.kind == "package":
        found = chosen.object
        return None if found is None else _of_object(info, found, depth)
    base = base_path(info, selector, depth)
    return None if base is None else f"{base}.{chosen.name}"


def base_path(info: FileInfo, selector: Node, depth: int = _ALIASES) -> str | None:
    """The path of what a selector selects from, embedded fields on the way included."""
    operand = selector.child_by_field_name("operand")
    inner = path_of(info, operand, depth) if operand is not None else None
    chosen = info.selection(selector)
    if inner is None or chosen is None:
        return None
    return with_fields(inner, chosen.path)


def with_fields(path: str, fields: tuple[Field, ...]) -> str:
    return ".".join([path, *(field.name for field in fields)])


def base_of_access(info: FileInfo, node: Node) -> str | None:
    """The path of the base of an expression that names a variable: "" for a plain identifier."""
    node = unparenthesized(node)
    if node.type != "selector_expression":
        return ""
    chosen = info.selection(node)
    if chosen is not None and chosen.kind == "package":
        return ""
    return base_path(info, node)
