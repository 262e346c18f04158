"""Writes that compile and are lost: to a copy taken out of a map, or to a range variable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_atomic import lost_atomic_writes
from gofixmap_codemods._writeback_filter import assigns_to
from gofixmap_codemods._writeback_parts import Declined, Namer
from gofixmap_codemods._writeback_report import declined, merged, notes_for, one_line
from gofixmap_codemods._writeback_stores import Copy, Loop, store_copy, store_loop

from gofixmap.codemod import (
    Context,
    Edit,
    Finding,
    Fix,
    Match,
    Safety,
    enclosing,
    mutation,
    nodes,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_TITLES = {"copy": "Store the changed copy back", "loop": "Change the element itself"}
_NOTE = "The program behaves differently from now on: this change used to be lost."


def twin_findings(matches: Iterable[Match], context: Context, namer: Namer) -> Iterator[Finding]:
    for match in matches:
        if "copy" in match:
            yield from _of_copy(match, context)
        elif "loop" in match:
            yield from _of_loop(match, context, namer)


def _of_copy(match: Match, context: Context) -> Iterator[Finding]:
    """T1: `v := m[k]`, then `v.f = x`."""
    copy = _copy(match.info, match.node("copy"))
    if copy is None:
        return
    lost = _lost(match.info, copy.variable, copy.region)
    if lost is None:
        yield from _atomic(match, context, copy.variable, copy.region, copy.index)
        return
    message = (
        f"the change to {copy.variable.name} is lost: it is a copy of "
        f"{one_line(match.file.text(copy.index))} that nothing reads afterwards; store it back"
    )

    def edits() -> list[Edit]:
        return store_copy(match.info, copy, lost)

    yield _finding(match, context, "copy", message, lost[-1].target, edits)


def _of_loop(match: Match, context: Context, namer: Namer) -> Iterator[Finding]:
    """T2: `for _, v := range xs { v.f = x }`."""
    loop = _loop(match.info, match.node("loop"))
    if loop is None:
        return
    lost = _lost(match.info, loop.variable, loop.body)
    if lost is None:
        yield from _atomic(match, context, loop.variable, loop.body, loop.operand)
        return
    message = (
        f"the change to {loop.variable.name} is lost: the range variable is a copy of the element "
        f"of {one_line(match.file.text(loop.operand))}; change the element itself"
    )

    def edits() -> list[Edit]:
        return store_loop(namer, loop, lost)

    yield _finding(match, context, "loop", message, lost[-1].target, edits)


def _atomic(
    match: Match, context: Context, variable: Object, region: Node, source: Node
) -> Iterator[Finding]:
    """A copy that sync/atomic changes is told of; storing it back would not be atomic."""
    lost = lost_atomic_writes(match.info, variable, region)
    if lost:
        what = one_line(match.file.text(lost[-1].target))
        message = (
            f"the atomic change of {what} is lost: {variable.name} is a copy of what "
            f"{one_line(match.file.text(source))} holds"
        )
        why = Declined("atomic-copy")
        yield declined(match, context, message, lost[-1].target, why, Safety.REVIEW)


def _finding(
    match: Match,
    context: Context,
    kind: str,
    message: str,
    place: Node,
    edits: Callable[[], list[Edit]],
) -> Finding:
    try:
        fix = Fix(_TITLES[kind], merged(edits()), (_NOTE, *notes_for(place)))
    except Declined as why:
        return declined(match, context, message, place, why, Safety.REVIEW)
    return context.finding(match, message, fix=fix, span=place, safety=Safety.REVIEW)


def _copy(info: FileInfo, declaration: Node) -> Copy | None:
    """The copy that a declaration takes out of a map of struct or array values."""
    names = (
        declaration.children_by_field_name("name")
        if declaration.type == "var_spec"
        else nodes.expression_items(_part(declaration, "left"))
    )
    names = [name for name in names if name.type == "identifier"]
    value = declaration.child_by_field_name("value" if declaration.type == "var_spec" else "right")
    region = _body(declaration)
    if value is None or region is None or not 1 <= len(names) <= 2:
        return None
    index = nodes.expression_items(value)[0]
    operand = index.child_by_field_name("operand")
    if not _is_written(info, names[0], region) or operand is None:
        return None
    if not info.type_of(operand).is_map:
        return None
    variable = _declared(info, names[0])
    if variable is None:
        return None
    ok = info.file.text(names[1]) if len(names) == 2 else ""
    return Copy(declaration, variable, index, ok, region)


def _loop(info: FileInfo, statement: Node) -> Loop | None:
    """The range loop whose value variable is a copy of a struct or array."""
    clause = next((c for c in nodes.named(statement) if c.type == "range_clause"), None)
    body = statement.child_by_field_name("body")
    operand = clause.child_by_field_name("right") if clause is not None else None
    if clause is None or body is None or operand is None or not nodes.binds(clause):
        return None
    names = nodes.expression_items(_part(clause, "left"))
    if not 1 <= len(names) <= 2 or not _is_written(info, names[-1], body):
        return None
    kind = info.type_of(operand)
    has_values_first = kind.is_chan or kind.is_func
    if len(names) == 1 and not has_values_first:
        return None
    name = names[-1]
    variable = _declared(info, name)
    if variable is None:
        return None
    return Loop(statement, clause, body, operand, tuple(names), variable)


def _part(node: Node, field: str) -> Node:
    part = node.child_by_field_name(field)
    if part is None:
        raise ValueError(f"a {node.type} without {field}")
    return part


def _body(node: Node) -> Node | None:
    function = enclosing(node, *_FUNCTIONS)
    return None if function is None else function.child_by_field_name("body")


def _is_written(info: FileInfo, name: Node, region: Node) -> bool:
    """The cheap exit, before any type is asked for."""
    text = info.file.text(name).encode()
    if text == b"_":
        return False
    code = info.file.data[region.start_byte : region.end_byte]
    return assigns_to(text, code)


def _declared(info: FileInfo, name: Node) -> Object | None:
    """The variable, where this declares it and its value is a struct or an array."""
    found = info.object_of(name)
    if found is None or found.kind != "var" or found.span.start != name.start_byte:
        return None
    kind = found.type
    return found if (kind.is_struct or kind.is_array) and not kind.is_typeparam else None


def _lost(info: FileInfo, variable: Object, region: Node) -> Sequence[mutation.Write] | None:
    """The writes to the variable, where every one of them is lost and goes to a part of it."""
    found = mutation.mutation_of(info, variable, region)
    if not found.is_lost or found.captured:
        return None
    if not all(write.path and _is_plain(write) for write in found.writes):
        return None
    return found.writes


def _is_plain(write: mutation.Write) -> bool:
    """Statements that write by themselves; a range clause or a select case is left alone."""
    kinds = ("assignment_statement", "inc_statement", "dec_statement")
    parent = write.node.parent
    in_list = parent is not None and parent.type in ("statement_list", "labeled_statement")
    return write.node.type in kinds and in_list and not write.indirect
