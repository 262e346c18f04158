"""A release in plain sight instead of a deferred one: at the end of the body and at its one exit.

That is for iterations that use the resource once, in straight line: a function literal would be
more text than the release. A call that may end the goroutine would pass it by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import Exit, inside, terminates
from gofixmap_codemods._leak_outlive import holds_nothing

from gofixmap.codemod import Edit, insert_after, insert_before, mutation, nodes, replace_statement

if TYPE_CHECKING:
    from gofixmap_codemods._leak_releases import Release
    from gofixmap_codemods._leak_wrap import Iteration
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_STRAIGHT = ("short_var_declaration", "assignment_statement", "expression_statement")
_ALLOWED = (
    "if_statement",
    "inc_statement",
    "dec_statement",
    "return_statement",
    "continue_statement",
    "break_statement",
)


def released_plainly(
    iteration: Iteration, statement: Node, release: Release
) -> tuple[Edit, ...] | None:
    """The edits that release without defer; None where the iteration is not that simple."""
    info, body, listed = iteration.info, iteration.body, statement.parent
    if listed is None or listed.parent != body or release.kind not in ("close", "cancel"):
        return None
    if nodes.first_named(statement) != release.call or _defers(body) != [statement]:
        return None
    members = nodes.named(listed)
    behind = members[members.index(statement) + 1 :]
    exits = [each for each in iteration.exits if each.node.start_byte > statement.end_byte]
    if not behind or len(exits) > 1 or _has_comment(statement):
        return None
    if not _is_straight(info, behind, release, exits):
        return None
    return _edits(info, statement, release, behind[-1], [each.node for each in iteration.exits])


def _has_comment(statement: Node) -> bool:
    """Whether a comment speaks of the statement: it stands right above it, or behind it."""
    comments = [each for each in _siblings(statement) if each.type == "comment"]
    first, last = statement.start_point.row, statement.end_point.row
    return any(
        first - 1 <= each.end_point.row and each.start_point.row <= last for each in comments
    )


def _siblings(statement: Node) -> list[Node]:
    return statement.parent.named_children if statement.parent is not None else []


def _defers(body: Node) -> list[Node]:
    return [each for each in inside(body) if each.type == "defer_statement"]


def _is_straight(info: FileInfo, behind: list[Node], release: Release, exits: list[Exit]) -> bool:
    """Whether the resource is used by one simple statement that takes nothing from it that could
    hold it, and all other statements are simple, or an if around the exit."""
    users = [each for each in behind if info.uses_in(release.variable, each)]
    if len(users) != 1 or not _is_looked_at(info, users[0]):
        return False
    for each in behind:
        if each.type not in (*_STRAIGHT, *_ALLOWED):
            return False
        if any(node.type == "func_literal" for node in inside(each, literals=True)):
            return False
        if any(_ends(info, node) for node in inside(each)):
            return False
    return all(not info.uses_in(release.variable, each.node) for each in exits)


def _ends(info: FileInfo, node: Node) -> bool:
    return node.type == "expression_statement" and mutation.never_returns(info, node)


def _is_looked_at(info: FileInfo, statement: Node) -> bool:
    if statement.type not in _STRAIGHT:
        return False
    left = statement.child_by_field_name("left")
    targets = nodes.expression_items(left) if left is not None else []
    return all(each.text == b"_" or holds_nothing(info.type_of(each)) for each in targets)


def _edits(
    info: FileInfo, statement: Node, release: Release, last: Node, exits: list[Node]
) -> tuple[Edit, ...]:
    file, text = info.file, info.file.text(release.call)
    edits = list(replace_statement(file, statement, []))
    for each in exits:
        if each.start_byte > statement.end_byte:
            edits += insert_before(file, each, [text])
    if not terminates(last, exits):
        edits += insert_after(file, last, [text])
    return tuple(edits)
