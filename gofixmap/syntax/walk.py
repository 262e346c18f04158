"""Moving through trees without recursion: Go code can nest deeper than Python's stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


def walk(node: Node, *, named: bool = True) -> Iterator[Node]:
    """`node` and all nodes below it in source order, a parent before its children.

    With `named` (the default) punctuation and keywords are left out.
    """
    cursor = node.walk()
    while True:
        current = cursor.node
        assert current is not None
        if current.is_named or not named:
            yield current
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def ancestors(node: Node, stop: Node | None = None) -> Iterator[Node]:
    """The parents of `node`, innermost first, up to `stop` (left out) or the root (included)."""
    parent = node.parent
    while parent is not None and parent != stop:
        yield parent
        parent = parent.parent


def enclosing(node: Node, *types: str) -> Node | None:
    """The innermost node around `node`, itself left out, whose type is one of `types`."""
    parent = node.parent
    while parent is not None and parent.type not in types:
        parent = parent.parent
    return parent


def errors(node: Node) -> list[Node]:
    """The ERROR and MISSING nodes below `node`, itself included; the outermost ones.

    Where the parser invented a token that the tree does not show, the node that lacks it.
    """
    if not node.has_error:
        return []
    found: list[Node] = []
    pending = [node]
    while pending:
        current = pending.pop()
        bad = [child for child in current.children if _is_bad(child)]
        if current.is_error or current.is_missing or not bad:
            found.append(current)
        else:
            pending += reversed(bad)
    return found


def _is_bad(node: Node) -> bool:
    return node.has_error or node.is_error or node.is_missing
