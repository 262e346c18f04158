"""Maps and slices that are elements of a guarded one: writing them needs the lock for itself.

For the outer map `m[a][b] = v` is a read, and a lock that is held for reading would let two of
them run at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_scope import Scope
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_Op = sharing.Operation


def deepened(scope: Scope) -> Scope:
    """The scope, with writes to what the elements hold as updates of the elements."""
    return replace(scope, shared=tuple(_deepened(each) for each in scope.shared))


def _deepened(access: sharing.Access) -> sharing.Access:
    if access.operation is not _Op.INDEX_READ or not _is_written(access.info, access.expression):
        return access
    return replace(access, operation=_Op.INDEX_UPDATE)


def _is_written(info: FileInfo, element: Node) -> bool:
    """Whether an element that is a map or slice is changed by the statement around it."""
    kind = info.type_of(element)
    current = element
    while (kind.is_map or kind.is_slice) and current.parent is not None:
        parent = current.parent
        if parent.type != "index_expression" or parent.child_by_field_name("operand") != current:
            break
        current, kind = parent, kind.element
    if current != element and _is_target(current):
        return True
    kind = info.type_of(current)
    return kind.is_map and _is_emptied(info, current)


def _is_target(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type in ("inc_statement", "dec_statement"):
        return parent is not None
    statement = parent.parent
    if parent.type != "expression_list" or statement is None:
        return False
    assigns = statement.type in ("assignment_statement", "range_clause", "receive_statement")
    return assigns and statement.child_by_field_name("left") == parent


def _is_emptied(info: FileInfo, node: Node) -> bool:
    """`delete(m[a], b)`, `clear(m[a])`."""
    listed = node.parent
    call = listed.parent if listed is not None and listed.type == "argument_list" else None
    if call is None or listed is None or nodes.first_named(listed) != node:
        return False
    return operands.predeclared_callee(info, call) in ("delete", "clear")
