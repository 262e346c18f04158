"""Where a simple statement stands, and whether declarations may be put in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import named

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_SWITCHES = ("expression_switch_statement", "type_switch_statement")


class Standing(Enum):
    """The places of the Go specification where a simple statement or its left side can be."""

    LIST = "a statement of a block or clause, labelled or not"
    HEADER = "the init statement of if, switch or for"
    ELSE_IF = "the init statement of an else-if"
    POST = "the post statement of a for"
    RANGE = "the iteration variables of a range clause"
    COMM = "the receive statement of a select case"
    OTHER = "a place that the grammar does not explain"


class StatementPlace(Struct, frozen=True):
    """`owner` is the statement in whose header it stands; `anchor` the member of the statement list
    in front of which new statements may go: the statement, its owner, or the label of either."""

    standing: Standing
    owner: Node
    anchor: Node


def place_of(statement: Node) -> StatementPlace:
    parent = statement.parent
    if parent is None:
        return StatementPlace(Standing.OTHER, statement, statement)
    if parent.type in ("statement_list", "labeled_statement"):
        return StatementPlace(Standing.LIST, statement, statement)
    if statement.type == "range_clause":
        return _placed(Standing.RANGE, parent)
    if parent.type == "communication_case":
        return _placed(Standing.COMM, parent)
    if parent.type == "for_clause" and parent.parent is not None:
        is_init = parent.child_by_field_name("initializer") == statement
        return _placed(Standing.HEADER if is_init else Standing.POST, parent.parent)
    if parent.type == "if_statement":
        outer = parent.parent
        chained = outer is not None and outer.type == "if_statement"
        return _placed(Standing.ELSE_IF if chained else Standing.HEADER, parent)
    if parent.type in _SWITCHES:
        return _placed(Standing.HEADER, parent)
    return StatementPlace(Standing.OTHER, statement, statement)


def _placed(standing: Standing, owner: Node) -> StatementPlace:
    return StatementPlace(standing, owner, with_labels(owner))


def with_labels(statement: Node) -> Node:
    """The statement with the labels in front of it."""
    while statement.parent is not None and statement.parent.type == "labeled_statement":
        statement = statement.parent
    return statement


def labels_of(anchor: Node) -> list[str]:
    """The labels that stand at the front of a statement, outermost first."""
    found: list[str] = []
    while anchor.type == "labeled_statement":
        parts = named(anchor)
        found.append(_text(parts[0]))
        if len(parts) < 2:
            break
        anchor = parts[1]
    return found


def is_goto_target(anchor: Node) -> bool:
    """Whether a goto of the function jumps to a label at the front of `anchor`."""
    labels = set(labels_of(anchor))
    return bool(labels) and any(label in labels for _, label in _gotos(anchor))


def is_jumped_over(anchor: Node) -> bool:
    """Whether a goto before `anchor` jumps to a label behind it in the same list.

    Such a goto may not jump over a variable declaration (Go specification, Goto statements).
    """
    block = with_labels(anchor).parent
    if block is None:
        return False
    behind = {
        label
        for member in named(block)
        if member.start_byte > anchor.start_byte
        for label in labels_of(member)
    }
    return bool(behind) and any(
        label in behind for at, label in _gotos(anchor) if at < anchor.start_byte
    )


def _gotos(node: Node) -> Iterator[tuple[int, str]]:
    """Offset and label of each goto of the function around `node`, literals inside left out."""
    function: Node | None = node
    while function is not None and function.type not in _FUNCTIONS:
        function = function.parent
    if function is None or b"goto" not in (function.text or b""):
        return
    body = function.child_by_field_name("body")
    pending = [] if body is None else [body]
    while pending:
        current = pending.pop()
        if current.type == "goto_statement":
            yield current.start_byte, _text(named(current)[0])
        elif current.type != "func_literal":
            pending += current.named_children


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
