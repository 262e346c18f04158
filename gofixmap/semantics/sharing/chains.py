"""Selector chains from a variable inwards: `c.state.m` as the root `c` and the path (state, m)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import unparenthesized

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo

Path = tuple[str, ...]  # field names from the root inwards, embedded ones included


class Chain(Struct, frozen=True):
    """`indirect`: a pointer is followed on the way, other than the root itself."""

    root: Node
    path: Path = ()
    indirect: bool = False


def chain_of(info: FileInfo, expression: Node) -> Chain | None:
    """The chain that an expression is; None where it begins with a call, an element or a literal.

    `*` and `&` in front of an operand are passed: what a pointer points to is meant.
    """
    node = without_stars(expression)
    if node.type == "identifier":
        return Chain(node)
    if node.type not in ("selector_expression", "qualified_type"):
        return None
    chosen = info.selection(node)
    if chosen is None or chosen.kind not in ("field", "package"):
        return None
    if chosen.kind == "package":
        return Chain(node)
    operand = node.child_by_field_name("operand") or node.child_by_field_name("package")
    inner = chain_of(info, operand) if operand is not None else None
    if inner is None:
        return None
    indirect = bool(inner.path) and chosen.operand_is_pointer
    names = (*(field.name for field in chosen.path), chosen.name)
    return Chain(
        inner.root,
        (*inner.path, *names),
        inner.indirect or indirect or chosen.through_pointer,
    )


def without_stars(expression: Node) -> Node:
    """The expression without the parentheses, `*` and `&` around it."""
    node = unparenthesized(expression)
    while node.type == "unary_expression" and (node.text or b"")[:1] in (b"*", b"&"):
        operand = node.child_by_field_name("operand")
        if operand is None:
            break
        node = unparenthesized(operand)
    return node


def outermost_chain(info: FileInfo, root: Node) -> tuple[Node, Path]:
    """The largest expression around `root` that denotes a field, and the path to it."""
    node = root
    path: Path = ()
    names: Path
    while True:
        parent = node.parent
        if parent is None:
            return node, path
        if parent.type == "parenthesized_expression" or _is_dereference(parent):
            following, names = parent, ()
        elif parent.type == "selector_expression" and parent.start_byte <= node.start_byte:
            chosen = info.selection(parent)
            if chosen is None or chosen.kind != "field":
                return node, path
            following, names = parent, (*(field.name for field in chosen.path), chosen.name)
        else:
            return node, path
        node, path = following, (*path, *names)


def _is_dereference(node: Node) -> bool:
    return node.type == "unary_expression" and (node.text or b"")[:1] == b"*"


def overlap(one: Path, other: Path) -> bool:
    """Whether one path begins with the other."""
    return all(left == right for left, right in zip(one, other, strict=False))
