"""A range over a map whose entries a call may change: each change is made to the entry as it is.

Storing the loop's copy back could undo what the call did; the entry is read again instead, and one
that is gone is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_parts import Declined, Namer, holds

from gofixmap.codemod import (
    Edit,
    mutation,
    node_text,
    nodes,
    operands,
    pattern,
    replace_statement,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Object

_OK = pattern(r"\bok\b")


def change_entries(
    namer: Namer, variable: Object, entry: str, lost: Sequence[mutation.Write]
) -> list[Edit]:
    """Edits that make each write one to the entry, which has the variable's name meanwhile."""
    info = namer.info
    statements = {write.node.start_byte: write.node for write in lost}
    edits: list[Edit] = []
    for statement in statements.values():
        if any(operands.runs_code(info, each) for each in _calls(statement)):
            raise Declined("map-may-change")
        if _targets(statement) > sum(write.node == statement for write in lost):
            raise Declined("map-may-change")  # what else it assigns is not to depend on the entry
        named = _OK.search(f"{entry} {info.file.text(statement)}")
        ok = namer.passing(statement, "ok") if named else "ok"
        lines = (
            f"if {variable.name}, {ok} := {entry}; {ok} {{",
            f"\t{node_text(info.file, statement)}",
            f"\t{entry} = {variable.name}",
            "}",
        )
        edits += replace_statement(info.file, statement, ["\n".join(lines)])
    return edits


def is_used_beside(
    namer: Namer, variable: Object, body: Node, lost: Sequence[mutation.Write]
) -> bool:
    """Whether the body uses the variable outside of the writes."""
    return any(
        not any(holds(write.node, use) for write in lost)
        for use in namer.info.uses_in(variable, body)
    )


def _targets(statement: Node) -> int:
    left = statement.child_by_field_name("left")
    return 1 if left is None else len(nodes.expression_items(left))


def _calls(statement: Node) -> list[Node]:
    return [each for each in operands.evaluated(statement) if each.type == "call_expression"]
