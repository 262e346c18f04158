"""The nodes of a declaration that open a scope or declare names.

They are parts of statements; an expression has some only in a function literal. So most expressions
need no look, which a query for the same nodes would take at all that is inside them.
"""

from __future__ import annotations

from functools import cache

from tree_sitter import Node

from gofixmap.semantics.nodes import Captures
from gofixmap.syntax.language import language

_OPENING = (
    *("block", "func_literal", "if_statement", "for_statement", "expression_switch_statement"),
    *("type_switch_statement", "expression_case", "default_case", "type_case"),
    *("communication_case", "function_declaration", "method_declaration", "labeled_statement"),
)
_SOUGHT = (
    *_OPENING,
    *("short_var_declaration", "var_spec", "const_declaration", "type_spec", "type_alias"),
    *("range_clause", "receive_statement"),
)
# What such nodes can stand in where no function literal is.
_OUTER = (
    *_OPENING,
    *("select_statement", "for_clause", "statement_list", "var_declaration", "var_spec_list"),
    *("type_declaration", "source_file"),
)
_FUNCTIONS = ("function_declaration", "method_declaration")
_BY_QUERY = Captures("[" + " ".join(f"({kind})" for kind in _SOUGHT) + "] @node")
_LITERAL = b"func"


def scopes_and_names(node: Node, data: bytes) -> list[Node]:
    """The nodes in source order, an outer one before an inner one; `data` is the file's."""
    if node.has_error:
        return _BY_QUERY.of(node)
    sought, outer = _ids(_SOUGHT), _ids(_OUTER)
    find = data.find
    inside = node.start_byte + (len(_LITERAL) if node.type in _FUNCTIONS else 0)
    has_literal = find(_LITERAL, inside, node.end_byte) >= 0
    found: list[Node] = []
    pending = [node]
    while pending:
        each = pending.pop()
        kind = each.kind_id
        if kind in sought:
            found.append(each)
        if kind in outer or (has_literal and find(_LITERAL, each.start_byte, each.end_byte) >= 0):
            pending += each.named_children[::-1]
    return found


@cache
def _ids(kinds: tuple[str, ...]) -> frozenset[int]:
    """The numbers of some kinds of nodes, which compare faster than their names."""
    grammar = language()
    numbers = range(grammar.node_kind_count)
    return frozenset(number for number in numbers if grammar.node_kind_for_id(number) in kinds)
