"""Maps that cannot be nil where they are written, because the code in front has seen to it.

Only for variables that nothing sets to nil again: what was once made stays made, whatever other
goroutines do in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import FUNCTIONS, covers, jumps_in

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo

_Op = sharing.Operation


def is_fresh(info: FileInfo, value: Node | None) -> bool:
    """Whether an expression gives a new map or slice that is not nil."""
    if value is None:
        return False
    if value.type == "composite_literal":
        return True
    return value.type == "call_expression" and operands.predeclared_callee(info, value) == "make"


def is_made_before(access: Access, accesses: Sequence[Access]) -> bool:
    """Whether a map is made, or found not to be nil, on every way to an access of it."""
    if access.function is None or jumps_in(access.function):
        return False
    same = [
        each
        for each in accesses
        if each.variable == access.variable and each.base == access.base and each != access
    ]
    return any(_makes(each, access) or _finds(each, access) for each in same)


def _makes(each: Access, access: Access) -> bool:
    """`m = make(..)` in front, or in an `if m == nil` in front."""
    if each.operation is not _Op.ASSIGN or not is_fresh(each.info, each.value):
        return False
    statement: Node | None = each.statement
    if _is_in_front(statement, access):
        return True
    around = _if_around(statement)
    test = around.child_by_field_name("condition") if around is not None else None
    return (
        test is not None
        and around is not None
        and around.child_by_field_name("initializer") is None
        and _compares(each, test) == "=="
        and _is_in_front(around, access)
    )


def _is_in_front(statement: Node | None, access: Access) -> bool:
    listed = statement.parent if statement is not None else None
    return (
        listed is not None
        and statement is not None
        and listed.type == "statement_list"
        and covers(listed, access.node)
        and statement.end_byte <= access.node.start_byte
    )


def _if_around(statement: Node | None) -> Node | None:
    """The if statement in whose consequence a statement directly stands."""
    listed = statement.parent if statement is not None else None
    block = listed.parent if listed is not None else None
    around = block.parent if block is not None else None
    if around is None or around.type != "if_statement":
        return None
    return around if around.child_by_field_name("consequence") == block else None


def _compares(each: Access, test: Node) -> str:
    """The operator of a comparison of the variable with nil."""
    sides = [each.info.file.text(side) for side in nodes.named(test)]
    if test.type != "binary_expression" or sides != [each.info.file.text(each.node), "nil"]:
        return ""
    return operands.operator_of(test)


def _finds(each: Access, access: Access) -> bool:
    """Whether the access stands where an entry was found, or in a loop over the entries."""
    for around in _around(access.node):
        body = around.child_by_field_name("consequence") or around.child_by_field_name("body")
        if body is None or not covers(body, access.node):
            continue
        if around.type == "for_statement" and each.operation is _Op.RANGE:
            if each.expression.parent == around:
                return True
        elif around.type == "if_statement" and _proves(each, around):
            return True
    return False


def _around(node: Node) -> Iterator[Node]:
    around = node.parent
    while around is not None and around.type not in FUNCTIONS:
        yield around
        around = around.parent


def _proves(each: Access, statement: Node) -> bool:
    """`if m != nil`, or `if _, ok := m[k]; ok`."""
    test = statement.child_by_field_name("condition")
    if test is None:
        return False
    if covers(test, each.node) and _compares(each, test) == "!=":
        return True
    init = statement.child_by_field_name("initializer")
    if each.operation is not _Op.LOOKUP or init is None or init.type != "short_var_declaration":
        return False
    left, right = init.child_by_field_name("left"), init.child_by_field_name("right")
    if left is None or right is None or nodes.expression_items(right) != [each.expression]:
        return False
    names = [each.info.file.text(name) for name in nodes.expression_items(left)]
    return len(names) == 2 and names[1] == each.info.file.text(test)
