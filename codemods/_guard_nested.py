"""Maps and slices inside what is guarded: writing them needs the lock for itself.

For the outer map `m[a][b] = v` is a read, as is `s.state.peers[k] = v` for the struct, and a lock
that is held for reading would let two of them run at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import Refused
from msgspec.structs import replace

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gofixmap_codemods._guard_scope import Scope
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

Region = tuple[str, int, int]  # a path and the bytes that run under the lock
_Op = sharing.Operation
_COPY = "its copy shares what is written: "


def deepened(scope: Scope) -> Scope:
    """The scope, with writes to what the elements hold as updates of the elements."""
    return replace(scope, shared=tuple(_deepened(each) for each in scope.shared))


def _deepened(access: sharing.Access) -> sharing.Access:
    if writes_inside(access):
        return replace(access, operation=_Op.UPDATE)
    if access.operation is not _Op.INDEX_READ or not _is_written(access.info, access.expression):
        return access
    return replace(access, operation=_Op.INDEX_UPDATE)


def check_copies(accesses: Iterable[sharing.Access], regions: Iterable[Region]) -> None:
    """Raises Refused where a copy of a struct shares a map with it that is written under the lock:
    whoever has the copy, or goes over the map, would have to hold the lock for as long."""
    listed, held = list(accesses), list(regions)
    written = {each.variable for each in listed if writes_inside(each)}
    for access in listed:
        taking = _taking(access) if access.variable in written else None
        if taking is not None and not any(
            path == access.path and start <= taking.start_byte and taking.end_byte <= end
            for path, start, end in held
        ):
            raise Refused("map-escapes", access.info, access.node, _COPY + access.variable.name)


def writes_inside(access: sharing.Access) -> bool:
    """Whether a map in a struct is written through the struct: `s.state.peers[k] = v`."""
    if access.operation not in (_Op.READ, _Op.UPDATE) or not access.variable.type.is_struct:
        return False
    field = _field_of(access)
    return field is not None and _is_written(access.info, field)


def _taking(access: sharing.Access) -> Node | None:
    """What would have to run under the lock where a struct is copied whole, or a map in it ranged
    over; None where neither is done. Behind an assignment it is all that follows."""
    if access.operation not in (_Op.READ, _Op.ARGUMENT, _Op.STORE, _Op.RETURN):
        return None
    if access.operation is _Op.ARGUMENT:
        return access.statement
    field = _field_of(access)
    if field is None:
        return access.function
    around = field.parent
    if around is None or around.type != "range_clause" or not access.info.type_of(field).is_map:
        return None
    return around.parent


def _field_of(access: sharing.Access) -> Node | None:
    """The field that is asked of a struct: `s.state.peers` of `s.state`."""
    return access.expression if access.expression.end_byte > access.node.end_byte else None


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
