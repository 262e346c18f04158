"""Source text with replacements in it, ready to be placed anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap.codemod import Span, indentation, lines

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import SourceFile


def rendered(
    file: SourceFile,
    part: Node,
    statement: Node,
    changes: Iterable[tuple[Node, str]],
    *,
    comments: bool = True,
) -> str:
    """The text of `part` with the changes that lie inside it made; the outermost ones win.

    Line ends become line feeds, and lines after the first lose the indentation of `statement`, so
    that the text can be placed at any depth. Without `comments` those inside are left out.
    """
    span = Span(part.start_byte, part.end_byte)
    replacements = [(Span(node.start_byte, node.end_byte), text) for node, text in changes]
    if not comments:
        replacements += [(Span(c.start_byte, c.end_byte), "") for c in _comments(part)]
    text = spliced(file, span, replacements)
    if not comments and text != file.text(part):
        text = re.sub(r"\[\s+|\s+(?=\])", lambda gap: gap[0].strip(), text)
    return lines.dedented(text, indentation(file.data, statement.start_byte))


def spliced(file: SourceFile, span: Span, changes: Iterable[tuple[Span, str]]) -> str:
    """The bytes of `span` with the replacements inside it, as text with line feeds."""
    inside = sorted(
        (change for change in changes if span.contains(change[0])),
        key=lambda change: (change[0].start, -change[0].end),
    )
    parts: list[bytes] = []
    at = span.start
    for place, text in inside:
        if place.start < at:
            continue
        parts += [file.data[at : place.start], text.encode("utf-8")]
        at = place.end
    parts.append(file.data[at : span.end])
    return b"".join(parts).decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def _comments(part: Node) -> Iterable[Node]:
    pending = [part]
    while pending:
        node = pending.pop()
        if node.type == "comment":
            yield node
        pending += node.named_children
