"""What all findings of map-writeback have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_parts import Declined

from gofixmap.codemod import Context, Edit, Finding, Match, Safety, ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

_CONCURRENT = (
    "Reading the entry and storing it back are two steps: in this goroutine both have to stand "
    "inside the critical section that guards the map."
)
_LONGEST = 60  # characters of source in a message


def one_line(text: str) -> str:
    """Source text for a message: on one line, and cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def declined(
    match: Match,
    context: Context,
    message: str,
    place: Node,
    why: Declined,
    safety: Safety | None = None,
) -> Finding:
    """The finding without a fix that a refusal asks for."""
    return context.decline(
        match,
        why.reason_id,
        message,
        span=place,
        safety=safety,
        symbol="",
        evidence=(),
        rank=0,
        **why.details,
    )


def merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of one fix in order; several helpers break the same one-line block."""
    return tuple(sorted(set(edits)))


def notes_for(node: Node) -> tuple[str, ...]:
    """What a reviewer has to know: whether the code runs in a goroutine of its own."""
    for around in ancestors(node):
        if around.type == "func_literal" and _is_started(around):
            return (_CONCURRENT,)
    return ()


def _is_started(literal: Node) -> bool:
    call = literal.parent
    return (
        call is not None
        and call.type == "call_expression"
        and call.parent is not None
        and call.parent.type == "go_statement"
    )
