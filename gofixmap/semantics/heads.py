"""The heads of functions: what other code asks of them, without the thousands of lines inside.

Most functions that are called are called from elsewhere, and their signature is all that matters.
"""

from __future__ import annotations

from tree_sitter import Node

from gofixmap.syntax import lexer
from gofixmap.syntax.parsing import parse
from gofixmap.syntax.source import Declaration
from gofixmap.text import Span

SMALLEST_FUNCTION = 512  # bytes; below, a whole parse costs next to nothing
_FUNCTIONS = ("function_declaration", "method_declaration")


def head_of_function(declaration: Declaration) -> Node | None:
    """The function's node with an empty body; None where that is not plainly the function's head.

    Offsets are the file's, and the node ends where the function ends.
    """
    start, end = declaration.extent
    if declaration.keyword != "func" or end - start < SMALLEST_FUNCTION:
        return None
    file = declaration.file
    newline = file.data.find(b"\n", end)
    body = _body(file.data, start, end)
    if body < 0 or newline < 0:
        return None
    spans = (Span(start, body + 1), Span(end - 1, end), Span(newline, newline + 1))
    root = parse(file.data, spans, file.row_of(start)).root_node
    node = root.named_child(0)
    if root.has_error or root.named_child_count != 1 or node is None:
        return None
    return node if node.type in _FUNCTIONS and node.end_byte == end else None


def _body(data: bytes, start: int, end: int) -> int:
    """Where the brace stands that opens the function's body; -1 where there is none."""
    depth = 0
    previous = b""
    for token in lexer.TOKEN.finditer(data, start, end):
        kind = token.lastindex
        if kind in (lexer.LINE, lexer.BLOCK, lexer.NEWLINE):
            continue
        text = token[0]
        if kind == lexer.OPEN:
            if text == b"{" and not depth and previous not in (b"struct", b"interface"):
                return token.start() if data.endswith(b"}", start, end) else -1
            depth += 1
        elif kind == lexer.CLOSE:
            depth -= 1
        previous = text
    return -1
