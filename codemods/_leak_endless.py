"""Loops that nothing ends: what stands behind them never runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import inside

from gofixmap.codemod import lifetime, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


def real_exits(
    info: FileInfo, function: Node, exits: Iterable[lifetime.Exit]
) -> list[lifetime.Exit]:
    """The exits without those behind a loop of the function's own list that never ends."""
    body = function.child_by_field_name("body")
    listed = nodes.first_named(body) if body is not None else None
    for statement in nodes.named(listed) if listed is not None else ():
        if statement.type == "for_statement" and _never_ends(info, statement):
            end = statement.end_byte
            return [each for each in exits if each.node is not None and each.node.end_byte <= end]
    return list(exits)


def _never_ends(info: FileInfo, loop: Node) -> bool:
    """Whether a loop is over a ticker's channel, which is never closed, or says `true`."""
    head = next((each for each in nodes.named(loop) if each.type != "block"), None)
    if head is None or any(
        each.type in ("break_statement", "goto_statement") for each in inside(loop)
    ):
        return False
    if head.type == "range_clause":
        channel = head.child_by_field_name("right")
        return channel is not None and is_of_ticker(info, channel)
    condition = head.child_by_field_name("condition") if head.type == "for_clause" else head
    return condition is not None and condition.type == "true"


def is_of_ticker(info: FileInfo, channel: Node) -> bool:
    """`ticker.C` and `time.Tick(d)`."""
    if channel.type == "call_expression":
        return lifetime.called_name(info, channel) == "time.Tick"
    if channel.type != "selector_expression":
        return False
    operand, field = (channel.child_by_field_name(each) for each in ("operand", "field"))
    if operand is None or field is None or field.text != b"C":
        return False
    return str(info.type_of(operand)).lstrip("*") == "time.Ticker"
