"""Whether a profile and the compiler agree that a local is worth a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._pool_local import Local
from msgspec import Struct

from gofixmap.codemod import Context, Evidence, Span, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

_HOT = 1 << 20  # bytes that its lines have allocated, in the whole profile


class Cost(Struct, frozen=True):
    """What is cited, and the bytes that findings are ranked by."""

    evidence: tuple[Evidence, ...]
    weight: int


def cost_of(context: Context, local: Local) -> Cost | None:
    """None where the local is not said to be on the heap, or its lines allocate little."""
    words = _escape(context, local)
    held = context.heap_at(local.info, local.declaration)
    if not words or held is None or held.allocated < _HOT:
        return None
    path = local.info.path
    span = Span(local.declaration.start_byte, local.declaration.end_byte)
    evidence = (Evidence("heap", held.detail, path, span), Evidence("escape", words, path, span))
    return Cost(evidence, held.weight)


def _escape(context: Context, local: Local) -> str:
    """The compiler's words on the variable or on what it is declared with, where it escapes."""
    for node in (local.name, *_values(local.value)):
        for words in context.escape_at(local.info, node):
            if words.endswith("escapes to heap"):
                return words
    return ""


def _values(value: Node | None) -> list[Node]:
    """`&T{}` is told at the ampersand or at the literal, by version."""
    if value is None:
        return []
    inner = nodes.unparenthesized(value)
    return [inner, *(each for each in inner.named_children if each.type == "composite_literal")]
