"""Large tables: the head of `var x = []T{...}` without the thousands of lines inside.

Generated tables take the parser far longer than the code that uses them, and the type of the
variable is all that other code asks of them.
"""

from __future__ import annotations

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.syntax.parsing import parse
from gofixmap.syntax.source import Declaration
from gofixmap.text import Span

SMALLEST_TABLE = 8_192  # bytes; below, a whole parse costs next to nothing
_HEAD = pattern(rb"var[ \t]+\w+[ \t]*=[ \t]*&?(?:\[[^]{}\n]*\]|[\w.*])+[ \t]*\{\n")


def head_of_table(declaration: Declaration) -> Node | None:
    """The declaration's node with an empty literal; None where it is not plainly such a table.

    Only where one line at the margin closes a bracket, the last one, is it the literal's.
    """
    span = declaration.span
    if declaration.keyword != "var" or len(span) < SMALLEST_TABLE:
        return None
    data = declaration.file.data
    head = _HEAD.match(data, span.start, span.end)
    if head is None or not data.startswith(b"\n}", span.end - 2):
        return None
    if data.count(b"\n}", span.start, span.end) != 1:
        return None
    newline = data.find(b"\n", span.end)
    if newline < 0:
        return None
    spans = (Span(span.start, head.end() - 1), Span(span.end - 1, span.end))
    root = parse(data, (*spans, Span(newline, newline + 1))).root_node
    node = root.named_child(0)
    return node if node is not None and _is_literal(root, node) else None


def _is_literal(root: Node, node: Node) -> bool:
    """Whether the tree is that of `var x = T{}`, with or without an ampersand."""
    if root.has_error or root.named_child_count != 1 or node.type != "var_declaration":
        return False
    spec = node.named_child(0)
    values = spec.child_by_field_name("value") if spec is not None else None
    value = values.named_child(0) if values is not None and values.named_child_count == 1 else None
    if value is not None and value.type == "unary_expression":
        value = value.child_by_field_name("operand")
    return value is not None and value.type == "composite_literal"


def same_node(root: Node, node: Node) -> Node | None:
    """The node of another tree of the same bytes that stands where `node` stands."""
    found = root.descendant_for_byte_range(node.start_byte, node.end_byte)
    while found is not None and (found.type, found.start_byte, found.end_byte) != (
        node.type,
        node.start_byte,
        node.end_byte,
    ):
        found = found.parent
    return found
