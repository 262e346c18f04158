"""Jumps that lead out of a statement: returns, and breaks and continues of what is around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._body_spots import Refused

from gofixmap.codemod import ancestors, nodes, walk

if TYPE_CHECKING:
    from tree_sitter import Node

JUMPS = ("return_statement", "break_statement", "continue_statement", "goto_statement")
_BREAKABLE = (
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "select_statement",
)


def jumps_out_of(statement: Node) -> Iterator[Node]:
    """The jumps in a statement of the region that lead out of it; those in literals are theirs."""
    for node in walk(statement):
        if node.type not in JUMPS or _is_in_literal(node, statement):
            continue
        if node.type == "goto_statement":
            raise Refused("goto")
        if node.type == "return_statement" or not _stays_in(node, statement):
            yield node


def _is_in_literal(node: Node, statement: Node) -> bool:
    for each in ancestors(node):
        if each.start_byte < statement.start_byte or each.end_byte > statement.end_byte:
            return False
        if each.type == "func_literal":
            return True
    return False


def _stays_in(jump: Node, statement: Node) -> bool:
    """Whether a break or continue is about a statement inside `statement`."""
    label = nodes.first_named(jump)
    for each in ancestors(jump):
        if each.start_byte < statement.start_byte or each.end_byte > statement.end_byte:
            return False
        if label is not None:
            name = nodes.first_named(each) if each.type == "labeled_statement" else None
            if name is not None and name.text == label.text:
                return True
        elif each.type == "for_statement" or (
            jump.type == "break_statement" and each.type in _BREAKABLE
        ):
            return True
    return False
