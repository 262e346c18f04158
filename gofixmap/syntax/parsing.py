"""Trees of pieces of a file whose nodes keep the file's byte offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap.syntax import lexer
from gofixmap.syntax.language import parser
from gofixmap.syntax.masking import Mask, line_breaks, masked, masks
from gofixmap.syntax.walk import errors
from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node, Range, Tree


#: Brackets nested deeper than this are not parsed: code that nobody wrote by hand or generated,
#: on which queries take time that grows with the square of the depth.
NESTING_LIMIT = 500
#: What nests without brackets (else if, a + b + c, a.b.c, [][][]int) makes trees of such a depth.
DEPTH_LIMIT = 2000
#: The longest function of Go's own tree, which is generated, has a third of these bytes.
FUNCTION_LIMIT = 1 << 20
_STRIDE = 200  # nodes from one whose depth is looked at to the next


def parse(data: bytes, spans: Sequence[Span] = (), row: int | None = None) -> Tree:
    """The tree of the bytes in `spans` (all when empty), joined as if nothing lay between.

    Offsets, rows and columns are true to `data`. `row` is that of the first span where it is known.
    """
    go = parser()
    go.included_ranges = _ranges(data, [(each.start, each.end) for each in spans], row)
    return go.parse(data)


def parse_masking(
    data: bytes, start: int, end: int, row: int | None = None
) -> tuple[Tree, tuple[Mask, ...]]:
    """The tree of `start:end`, with what the grammar does not know masked where that helps.

    A masked tree is kept only if it has fewer errors; `Node.text` then shows the mask, and
    `SourceFile.text` the file. The tree of what nests too deep, or is too long, is an error.
    `row` is the one of `start`, where it is known.
    """
    code = data[start:end]
    if _nests_too_deep(code) or (len(code) > FUNCTION_LIMIT and code.startswith(b"func")):
        return _refused(data, start, end), ()
    tree, found = _parse_masking(data, start, end, row)
    return (_refused(data, start, end), ()) if _is_too_deep(tree.root_node) else (tree, found)


def _refused(data: bytes, start: int, end: int) -> Tree:
    """The tree of a keyword alone: an error, which the declaration then is for every reader."""
    keyword = lexer.WORD_AT.match(data, start)
    return parse(data, (Span(*keyword.span()) if keyword else Span(start, end),))


def _parse_masking(
    data: bytes, start: int, end: int, row: int | None
) -> tuple[Tree, tuple[Mask, ...]]:
    # The grammar wants a line end after some declarations; any newline behind the span will do.
    newline = data.find(b"\n", end)
    if newline < 0:
        newline = len(data)
        data += b"\n"
    spans = [(start, end), (newline, newline + 1)]
    if newline == end:
        spans = [(start, end + 1)]
    go = parser()
    go.included_ranges = _ranges(data, spans, row)
    breaks = line_breaks(data, start, end)
    if breaks:
        tree = go.parse(masked(data, breaks))
        if not tree.root_node.has_error:
            return tree, breaks
    best = go.parse(data)
    kept: tuple[Mask, ...] = ()
    for eager in (False, True):
        if not best.root_node.has_error:
            break
        found = masks(data, Span(start, end), eager=eager)
        if found and found != kept:
            tree = go.parse(masked(data, found))
            if len(errors(tree.root_node)) < len(errors(best.root_node)):
                best, kept = tree, found
    return best, kept


def _nests_too_deep(code: bytes) -> bool:
    brackets = code.count(b"(") + code.count(b"[") + code.count(b"{")
    return brackets > NESTING_LIMIT and lexer.nesting(code) > NESTING_LIMIT


def _is_too_deep(root: Node) -> bool:
    """Whether a tree is deeper than DEPTH_LIMIT, but for at most _STRIDE nodes."""
    count = root.descendant_count
    if count <= DEPTH_LIMIT:
        return False
    cursor = root.walk()
    for index in range(DEPTH_LIMIT, count, _STRIDE):
        cursor.goto_descendant(index)
        if cursor.depth > DEPTH_LIMIT:
            return True
    return False


def _ranges(data: bytes, spans: Sequence[tuple[int, int]], first: int | None) -> list[Range]:
    """Ranges for the parser; newlines are counted from span to span, which needs no line index."""
    from tree_sitter import Range

    at = spans[0][0] if spans and first is not None else 0
    row = first or 0
    ranges = []
    for start, end in spans:
        row += data.count(b"\n", at, start)
        begin = row, start - data.rfind(b"\n", 0, start) - 1
        row += data.count(b"\n", start, end)
        ranges.append(Range(begin, (row, end - data.rfind(b"\n", 0, end) - 1), start, end))
        at = end
    return ranges
