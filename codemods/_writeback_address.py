"""Addresses of map elements, which cannot be taken: `&m[k].f`, `m[k].arr[:]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_report import one_line

from gofixmap.codemod import Context, Finding, Match, map_walk

if TYPE_CHECKING:
    from tree_sitter import Node


def address_findings(matches: Iterable[Match], context: Context) -> Iterator[Finding]:
    for match in matches:
        for capture in ("address", "slice"):
            if capture in match:
                yield from _finding(match, context, match.node(capture), capture)


def _finding(match: Match, context: Context, node: Node, capture: str) -> Iterator[Finding]:
    operand = node.child_by_field_name("operand")
    if operand is None or "[" not in match.file.text(operand):
        return
    if map_walk(match.info, operand) is None:
        return
    if capture == "slice" and not match.info.type_of(operand).is_array:
        return
    text = one_line(match.file.text(operand))
    act = "take the address of" if capture == "address" else "slice"
    message = f"cannot {act} {text}: a map element has no address"
    yield context.decline(match, "address-of", message, span=node)
