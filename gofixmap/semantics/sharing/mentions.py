"""Identifiers found by their text, where looking at all nodes of a tree would take much longer."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from gofixmap.syntax.lexer import WORD_BYTES


def identifiers(root: Node, data: bytes, name: bytes) -> Iterator[Node]:
    """The identifiers of any kind that are spelled `name` in a node of a file, in source order."""
    limit = root.end_byte
    at = data.find(name, root.start_byte, limit)
    while at >= 0:
        end = at + len(name)
        inner = at > 0 and data[at - 1] in WORD_BYTES
        if not inner and (end >= limit or data[end] not in WORD_BYTES):
            leaf = root.descendant_for_byte_range(at, end)
            if leaf is not None and leaf.end_byte == end and leaf.type.endswith("identifier"):
                yield leaf
        at = data.find(name, end, limit)
