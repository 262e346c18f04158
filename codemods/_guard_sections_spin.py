"""Loops that wait until another goroutine has changed what they read: `for !c.done {}`.

Under the lock they would wait for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import covers, own_nodes

from gofixmap.codemod import nodes, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo

_ASSIGNING = ("assignment_statement", "short_var_declaration", "inc_statement", "dec_statement")


def spins(info: FileInfo, loop: Node, accesses: Sequence[Access]) -> bool:
    """Whether a loop may end only by what others write to the accessed variables."""
    body = loop.child_by_field_name("body")
    heads = [each for each in nodes.named(loop) if each != body]
    head = heads[0] if heads else None
    if head is not None and head.type == "range_clause":
        return False
    counts = head is not None and head.type == "for_clause"
    test = head.child_by_field_name("condition") if counts and head is not None else head
    inside = [each for each in accesses if covers(loop, each.node)]
    tested = [each for each in inside if test is not None and covers(test, each.node)]
    if counts and test is not None and head is not None and not tested:
        return head.child_by_field_name("update") is None and _waits(info, loop, inside, inside)
    if counts and tested and _moves(info, loop, test):
        return False
    return _waits(info, loop, tested or inside, inside)


def _waits(info: FileInfo, loop: Node, reads: Sequence[Access], inside: Sequence[Access]) -> bool:
    """Whether one of the reads gives the same in each round but for other goroutines."""
    return any(
        not read.writes
        and not any(_is_write_of(each, read) for each in inside)
        and not (read.key is not None and _moves(info, loop, read.key))
        for read in reads
    )


def _is_write_of(each: Access, read: Access) -> bool:
    return each.writes and each.variable == read.variable and each.base == read.base


def _moves(info: FileInfo, loop: Node, node: Node | None) -> bool:
    """Whether the loop changes a local variable that an expression is made of."""
    if node is None:
        return False
    used = [info.object_of(each) for each in walk(node) if each.type == "identifier"]
    for statement in own_nodes(loop):
        if statement.type not in _ASSIGNING:
            continue
        left = statement.child_by_field_name("left") or nodes.first_named(statement)
        for target in nodes.expression_items(left) if left is not None else ():
            found = info.object_of(target) if target.type == "identifier" else None
            if found is not None and any(found is each for each in used):
                return True
    return False
