"""Maps and slices inside what is guarded: writing them needs the lock for itself.

For the outer map `m[a][b] = v` is a read, as is `s.state.peers[k] = v` for the struct, and a lock
that is held for reading would let two of them run at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import Refused, RefusedAll
from msgspec.structs import replace

from gofixmap.codemod import identical, nodes, operands, sharing, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gofixmap_codemods._guard_scope import Scope
    from tree_sitter import Node

    from gofixmap.codemod import CallGraph, FileInfo, Type

Region = tuple[str, int, int]  # a path and the bytes that run under the lock
_Op = sharing.Operation
_COPY = "its copy shares what is written: "
_INNER = "an inner map is used without it at line "


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


def check_inner(
    graph: CallGraph, accesses: Iterable[sharing.Access], regions: Iterable[Region]
) -> None:
    """Raises Refused where an inner map that is written somewhere is used outside of the lock."""
    held = list(regions)
    for access in accesses:
        taken = access.info.type_of(access.expression)
        if access.operation not in (_Op.INDEX_READ, _Op.LOOKUP) or not taken.is_map:
            continue
        leaving = next(
            (each for each in _leaving(access) if not _is_held(access, each, held)), None
        )
        if leaving is not None and _is_written_anywhere(graph, taken):
            line = access.info.file.lines.line_of(leaving.start_byte)
            raise Refused("map-escapes", access.info, leaving, f"{_INNER}{line}")


def check_pointees(accesses: Iterable[sharing.Access], regions: Iterable[Region]) -> None:
    """Raises Refused where what a pointer leads to is written under the lock, and a call uses it
    outside: only the pointer would be read under the lock."""
    listed, held = list(accesses), list(regions)
    written = {each.variable for each in listed if _is_written_through(each)}
    for access in listed:
        used = access.operation in (_Op.METHOD, _Op.ARGUMENT) and access.variable in written
        if used and not _is_held(access, access.node, held):
            line = access.info.file.lines.line_of(access.node.start_byte)
            why = f"what {access.variable.name} points to is used at line {line}"
            raise RefusedAll("map-escapes", access.info, access.node, why)


def _is_written_through(access: sharing.Access) -> bool:
    """`s.result.Spans = append(...)` where the variable is a pointer to a struct."""
    if not access.variable.type.is_pointer:
        return False
    node = access.node
    while node.parent is not None and node.parent.type == "selector_expression":
        node = node.parent
    return node != access.node and _is_target(node)


def _leaving(access: sharing.Access) -> Iterator[Node]:
    """The uses of a local that an inner map is given to; of one that is returned the return."""
    info, listed = access.info, access.expression.parent
    statement = listed.parent if listed is not None and listed.type == "expression_list" else None
    if statement is None or listed is None or access.function is None:
        return
    if statement.type == "return_statement":
        yield access.expression
    if statement.child_by_field_name("right") != listed:
        return
    left = statement.child_by_field_name("left")
    name = nodes.expression_items(left)[0] if left is not None else None
    found = info.object_of(name) if name is not None and name.type == "identifier" else None
    if found is None or not found.is_local or len(nodes.expression_items(listed)) != 1:
        return
    for use in info.uses_in(found, access.function):
        if not _is_target(use) and not _is_compared(use):
            yield use


def _is_compared(use: Node) -> bool:
    around = use.parent
    return around is not None and operands.operator_of(around) in ("==", "!=")


def _is_held(access: sharing.Access, use: Node, held: Iterable[Region]) -> bool:
    """Whether a use runs under the lock; what is returned goes on without it."""
    around = use.parent.parent if use.parent is not None else None
    if around is not None and around.type == "return_statement":
        return False
    return any(
        path == access.path and start <= use.start_byte and use.end_byte <= end
        for path, start, end in held
    )


def _is_written_anywhere(graph: CallGraph, kind: Type) -> bool:
    """Whether the package writes maps of a type that it has not made in the same function."""
    return any(
        not _is_new(info, operand)
        for info in graph.infos()
        for declaration in info.file.declarations
        if declaration.keyword == "func" and not info.file.is_test
        for operand in _written(info, declaration.node)
        if identical(info.type_of(operand), kind) is True
    )


def _written(info: FileInfo, function: Node) -> Iterator[Node]:
    """The maps and slices whose elements a function sets or deletes."""
    for node in walk(function):
        if node.type == "index_expression" and _is_target(node):
            operand = node.child_by_field_name("operand")
        elif node.type == "call_expression" and operands.predeclared_callee(info, node) == "delete":
            operand = next(iter(operands.arguments_of(node)), None)
        else:
            continue
        if operand is not None:
            yield operand


def _is_new(info: FileInfo, operand: Node) -> bool:
    """Whether a map is a local that is declared with a map of its own."""
    found = info.object_of(operand) if operand.type == "identifier" else None
    value = sharing.only_value(info, found) if found is not None and found.is_local else None
    if value is None:
        return False
    return value.type == "composite_literal" or operands.predeclared_callee(info, value) == "make"


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
