"""Pointer methods called on a map element: `m[k].Inc()`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_parts import Declined, Namer, Plan, check_element
from gofixmap_codemods._writeback_place import before_owner, header_edits, place_plan
from gofixmap_codemods._writeback_plan import Planner
from gofixmap_codemods._writeback_report import declined, merged, notes_for, one_line
from gofixmap_codemods._writeback_sites import Target, Write
from gofixmap_codemods._writeback_text import rendered
from msgspec import Struct

from gofixmap.codemod import (
    Context,
    Edit,
    Finding,
    Fix,
    Match,
    Safety,
    keeps_receiver,
    map_walk,
    nodes,
    operands,
    placement,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Selection

_TITLE = "Call the method on a copy and store it back"
_NOTE = "The method runs on a copy of the element; that it keeps no pointer to it was checked."


class Call(Struct, frozen=True):
    """A call of a pointer method on something inside a map element."""

    node: Node
    operand: Node
    target: Target
    method: Selection


def method_findings(matches: Iterable[Match], context: Context, namer: Namer) -> Iterator[Finding]:
    for match in matches:
        call = _call(match.info, match.node("call")) if "call" in match else None
        if call is not None:
            yield _finding(match, context, namer, call)


def _call(info: FileInfo, node: Node) -> Call | None:
    function = node.child_by_field_name("function")
    operand = function.child_by_field_name("operand") if function is not None else None
    if function is None or operand is None or "[" not in info.file.text(operand):
        return None
    if operand.type not in ("index_expression", "selector_expression", "parenthesized_expression"):
        return None
    walk = map_walk(info, operand)  # first, because most calls end here
    if walk is None:
        return None
    method = info.selection(function)
    if method is None or method.kind != "method" or not method.pointer_method:
        return None
    if method.operand_is_pointer or method.through_pointer or method.method_expression:
        return None
    return Call(node, operand, Target(operand, walk.index, walk.links), method)


def _finding(match: Match, context: Context, namer: Namer, call: Call) -> Finding:
    text = one_line(match.file.text(call.operand))
    message = (
        f"cannot call the pointer method {call.method.name} on {text}: a map element has no "
        "address; call it on a copy and store that back"
    )
    try:
        edits = _rewrite(namer, call)
    except Declined as why:
        return declined(match, context, message, call.operand, why)
    return context.finding(
        match,
        message,
        fix=Fix(_TITLE, merged(edits), (_NOTE, *notes_for(call.node))),
        span=call.operand,
        safety=Safety.REVIEW,
    )


def _rewrite(namer: Namer, call: Call) -> list[Edit]:
    around = call.node.parent
    if around is not None and around.type in ("defer_statement", "go_statement"):
        raise Declined("deferred")
    check_element(namer.info, call.target)
    if keeps_receiver(namer.info, call.method) is not False:
        raise Declined("receiver-escapes", method=call.method.name)
    statement = _statement(call.node)
    if statement is None:
        raise Declined("nested-call")
    is_alone = statement.type == "expression_statement"
    if namer.skip_missing and not is_alone:
        raise Declined("nested-call")
    place = placement.place_of(statement)
    if place.standing is placement.Standing.LIST:
        if not is_alone and placement.is_jumped_over(statement):
            raise Declined("nested-call")
        return place_plan(namer.info.file, statement, statement, _plan(namer, call, statement))
    if place.standing is not placement.Standing.HEADER or placement.is_goto_target(place.anchor):
        raise Declined("nested-call")
    plan = _plan(namer, call, statement)
    if is_alone:
        front = plan.statements(namer.info, statement)
        return header_edits(namer.info.file, statement, place, front)
    return _in_header(namer, call, place, plan)


def _plan(namer: Namer, call: Call, statement: Node) -> Plan:
    planner = Planner(namer, Write(statement, (call.target,), ()))
    plan = planner.run()
    _hoist_arguments(planner, call)
    return plan


def _statement(call: Node) -> Node | None:
    """The statement that consists of the call, or of assigning its results to plain names."""
    parent = call.parent
    if parent is None:
        return None
    if parent.type == "expression_statement":
        return parent
    if parent.type != "expression_list" or len(nodes.named(parent)) != 1 or parent.parent is None:
        return None
    statement = parent.parent
    if statement.type not in ("assignment_statement", "short_var_declaration"):
        return None
    left = statement.child_by_field_name("left")
    if left is None or left == parent or operands.operator_of(statement) not in ("=", ""):
        return None
    simple = all(node.type == "identifier" for node in nodes.expression_items(left))
    return statement if simple else None


def _hoist_arguments(planner: Planner, call: Call) -> None:
    """Arguments with a call run before the element is read, as the compiler has it."""
    signature = call.method.type
    parameters = tuple(getattr(signature, "parameters", ()))
    for position, argument in enumerate(operands.arguments_of(call.node)):
        if operands.has_call_or_receive(planner.info, argument):
            if argument.type == "variadic_argument":
                raise Declined("nested-call")
            wanted = parameters[position] if position < len(parameters) - 1 else None
            planner.plan.changes.append((argument, planner.hoist(argument, "arg", wanted)))


def _in_header(namer: Namer, call: Call, place: placement.StatementPlace, plan: Plan) -> list[Edit]:
    """`if err := m[k].Check(); ...`: the call moves in front, the header keeps its results."""
    if placement.is_jumped_over(place.anchor) or plan.entry is None:
        raise Declined("nested-call")
    file, statement = namer.info.file, _statement(call.node)
    left = statement.child_by_field_name("left") if statement is not None else None
    assert left is not None and statement is not None
    names = [
        "_" if file.text(node) == "_" else namer.fresh(place.anchor, file.text(node))
        for node in nodes.expression_items(left)
    ]
    if "_" in names:
        raise Declined("nested-call")
    text = rendered(file, call.node, statement, plan.changes)
    front = [*plan.front, *plan.entry.around([f"{', '.join(names)} := {text}"])]
    replaced = Edit(file.path, call.node.start_byte, call.node.end_byte, ", ".join(names))
    return [*before_owner(file, place, front), replaced]
