"""Function bodies on one line, which gofmt breaks where header and body exceed 100 columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gofixmap.edits.layout import break_block
from gofixmap.model import Edit

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.syntax.source import SourceFile

_LIMIT = 100  # go/printer funcBody: header and body, in bytes; it counts one more in a declaration
_MOST = 5  # statements that a body on one line can have
_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})


def long_bodies(file: SourceFile, wanted: Callable[[int, int], bool]) -> list[Edit]:
    """The edits that break one-line bodies on the wanted lines which gofmt would not leave."""
    edits: list[Edit] = []
    for declaration in file.declarations:
        if wanted(declaration.span.start, declaration.span.end) and not declaration.has_error:
            for statement in _first_statements(file, declaration.node, wanted):
                edits.extend(break_block(file, statement))
    return edits


def _first_statements(
    file: SourceFile, root: Node, wanted: Callable[[int, int], bool]
) -> Iterator[Node]:
    """The first statements of the bodies to break; of nested ones only the outer, which moves."""
    stack = [root]
    while stack:
        node = stack.pop()
        if not wanted(node.start_byte, node.end_byte):
            continue
        body = node.child_by_field_name("body") if node.type in _FUNCTIONS else None
        if body is not None and _is_too_long(file, node, body):
            yield body.named_children[0].named_children[0]
        else:
            stack.extend(node.named_children)


def _is_too_long(file: SourceFile, function: Node, body: Node) -> bool:
    lists = [child for child in body.named_children if child.type == "statement_list"]
    text = file.data[body.start_byte : body.end_byte]
    if b"\n" in text or len(lists) != 1 or len(body.named_children) != 1:
        return False
    header = file.data[function.start_byte : body.start_byte]
    statements = lists[0].named_child_count
    if b"\n" in header or statements > _MOST:
        return True
    extra = 0 if function.type == "func_literal" else 1
    return len(header.rstrip()) + extra + len(text[1:-1].strip()) > _LIMIT
