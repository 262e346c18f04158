"""What a local refers to: the variable behind a parameter, another name, or a getter's result.

A race is on memory; the two sides may know it by different names. The stack says which call gave a
parameter its argument; a local that is given one value stands for that value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import (
    Captures,
    expression_items,
    parameter_groups,
    unparenthesized,
)
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.callgraph import call_graph
from gofixmap.semantics.sharing.calls import CallKind, bound_name
from gofixmap.semantics.sharing.functions import FUNCTIONS
from gofixmap.semantics.sharing.locals import only_value
from gofixmap.semantics.sharing.variables import Variable, VariableKind, variable_denoted
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.sharing.frames import Site

_DEPTH = 6  # names that stand for names
_CALLS = Captures("(call_expression) @call")
_RETURNS = Captures("(return_statement) @return")
_DIRECT = (CallKind.CALL, CallKind.GO, CallKind.DEFER)


def origins(variable: Variable, stack: Sequence[Site]) -> list[Variable]:
    """The variables that a local is another name of, the farthest first; [] where it is none.

    `stack` begins at the frame that holds the access and goes on to where the goroutine was
    started.
    """
    found = list(dict.fromkeys(_behind(variable, stack, _DEPTH)))
    return [each for each in found if each != variable]


def _behind(variable: Variable, stack: Sequence[Site], depth: int) -> Iterator[Variable]:
    if variable.kind is not VariableKind.LOCAL or not depth:
        return
    obj = variable.info.object_of(variable.node)
    if obj is None:
        return
    if obj.role == "var":
        value = only_value(variable.info, obj)
        values = [(variable.info, value, stack)] if value is not None else []
    elif obj.role in ("param", "receiver") and obj.function is not None:
        values = list(_arguments(variable, obj.function, stack))
    else:
        return
    for info, value, rest in values:
        yield from _named_by(info, value, rest, depth - 1)


def _named_by(
    info: FileInfo, expression: Node, stack: Sequence[Site], depth: int
) -> Iterator[Variable]:
    """The variables whose memory an expression leads to."""
    expression = _stripped(info, expression)
    variable = variable_denoted(info, expression)
    if variable is not None:
        yield from _behind(variable, stack, depth)
        yield variable
    holder = _holder(info, expression)
    if holder is not None:
        yield from _named_by(info, holder, stack, depth)
    elif variable is None and expression.type == "call_expression" and depth:
        yield from _returned(info, expression, depth - 1)


def _holder(info: FileInfo, expression: Node) -> Node | None:
    """The value that `c.name` or `a[i]` is a part of, or the slice that holds it."""
    if expression.type not in ("selector_expression", "index_expression"):
        return None
    operand = expression.child_by_field_name("operand")
    if operand is None or expression.type == "index_expression":
        return operand
    chosen = info.selection(expression)
    is_part = chosen is not None and chosen.kind == "field"
    if chosen is None or not is_part or chosen.operand_is_pointer or chosen.through_pointer:
        return None
    return operand


def _stripped(info: FileInfo, expression: Node) -> Node:
    """Without parentheses, `&`, slicing, conversions and type assertions."""
    while True:
        expression = unparenthesized(expression)
        inner: Node | None = None
        if expression.type == "unary_expression" and _is_received(expression):
            return expression
        if expression.type in ("unary_expression", "slice_expression", "type_assertion_expression"):
            inner = expression.child_by_field_name("operand")
        elif expression.type == "call_expression" and info.is_conversion(expression):
            inner = next(iter(callees.arguments_of(expression)), None)
        elif expression.type == "type_conversion_expression":
            inner = expression.child_by_field_name("operand")
        if inner is None:
            return expression
        expression = inner


def _is_received(expression: Node) -> bool:
    return any(child.type == "<-" for child in expression.children)


def _arguments(
    variable: Variable, function: Node, stack: Sequence[Site]
) -> Iterator[tuple[FileInfo, Node, Sequence[Site]]]:
    """What the call on the stack hands to a parameter; without one, what all known calls do."""
    index = _parameter_index(variable, function)
    caller, rest = _caller(variable.info, function, stack)
    if caller is not None:
        for call in _calls_on(caller):
            if _calls(call, function, variable.info, caller.info):
                argument = _argument(call, index)
                if argument is not None:
                    yield caller.info, argument, rest
        return
    graph = call_graph(variable.info.semantics, variable.info.package)
    for made in graph.calls_to(graph.function_at(variable.info, function)):
        if made.kind in _DIRECT and made.node.type == "call_expression":
            argument = _argument(made.node, index)
            if argument is not None:
                yield made.info, argument, ()


def _caller(
    info: FileInfo, function: Node, stack: Sequence[Site]
) -> tuple[Site | None, Sequence[Site]]:
    """The first frame of the stack beyond the function, and the stack from there on."""
    first, last = function.start_point.row + 1, function.end_point.row + 1
    inside = [site.path == info.path and first <= site.line <= last for site in stack]
    for at, site in enumerate(stack):
        if at and inside[at - 1] and (not inside[at] or _calls_itself_there(function, site)):
            return (site, stack[at:]) if site.is_known else (None, ())
    return None, ()


def _calls_itself_there(function: Node, site: Site) -> bool:
    """A literal that is called where it stands: both frames lie within its lines."""
    return function.type == "func_literal" and site.line == function.end_point.row + 1


def _calls_on(site: Site) -> Iterator[Node]:
    row = site.line - 1
    for call in _CALLS.of(site.node):
        if call.start_point.row <= row <= call.end_point.row:
            yield call


def _calls(call: Node, function: Node, info: FileInfo, caller: FileInfo) -> bool:
    """Whether a call can be the one that runs the function, judged by its name."""
    called = call.child_by_field_name("function")
    if called is None:
        return False
    called = unparenthesized(called)
    if function.type == "func_literal":
        if called.type == "func_literal":
            return info.path == caller.path and called.start_byte == function.start_byte
        bound = bound_name(function)
        return bound is not None and info.file.text(bound) == caller.file.text(called)
    name = function.child_by_field_name("name")
    if called.type == "selector_expression":
        called = called.child_by_field_name("field") or called
    return name is not None and info.file.text(name) == caller.file.text(called).partition("[")[0]


def _parameter_index(variable: Variable, function: Node) -> int:
    """Which parameter the variable is; -1 for the receiver."""
    listed = function.child_by_field_name("parameters")
    groups = parameter_groups(listed) if listed is not None else []
    names = [name.start_byte for group in groups for name in group.names]
    return names.index(variable.span.start) if variable.span.start in names else -1


def _argument(call: Node, index: int) -> Node | None:
    if index < 0:
        function = call.child_by_field_name("function")
        return function.child_by_field_name("operand") if function is not None else None
    given = callees.arguments_of(call)
    return given[index] if index < len(given) else None


def results_on(site: Site) -> list[Variable]:
    """What the functions called on a line hand out: `range s.All()` reads what All returns."""
    found = (each for call in _calls_on(site) for each in _returned(site.info, call, _DEPTH))
    return list(dict.fromkeys(found))


def stored_in(variable: Variable) -> list[Variable]:
    """The variables that a local's value is assigned to: what is made first and published then."""
    obj = variable.info.object_of(variable.node)
    if variable.kind is not VariableKind.LOCAL or obj is None or obj.function is None:
        return []
    info = variable.info
    targets = (_stored(use) for use in info.uses_in(obj, obj.function))
    named = (variable_denoted(info, target) for target in targets if target is not None)
    return [each for each in dict.fromkeys(named) if each is not None]


def _stored(use: Node) -> Node | None:
    """The expression that is assigned a name, with its address or without."""
    value = use
    while value.parent is not None and value.parent.type in _SAME_VALUE:
        value = value.parent
    listed = value.parent
    statement = listed.parent if listed is not None else None
    if listed is None or statement is None or listed.type != "expression_list":
        return None
    left = statement.child_by_field_name("left")
    if statement.type != "assignment_statement" or left is None or left == listed:
        return None
    targets, values = expression_items(left), expression_items(listed)
    return targets[values.index(value)] if len(targets) == len(values) else None


_SAME_VALUE = ("parenthesized_expression", "unary_expression", "slice_expression")


def _returned(info: FileInfo, call: Node, depth: int) -> Iterator[Variable]:
    """What the called function hands out, where it hands out variables."""
    place = _declared_at(info, call)
    file = info.semantics.workspace.file(place[0]) if place is not None else None
    if place is None or file is None or place[0].startswith("/"):
        return
    declaration = file.declaration_at(place[1])
    if declaration is None or declaration.keyword != "func" or declaration.has_error:
        return
    callee = info.semantics.file(place[0])
    for statement in _RETURNS.of(declaration.node):
        owner = enclosing(statement, *FUNCTIONS)
        if owner is not None and owner.type != "func_literal" and statement.named_children:
            for value in expression_items(statement.named_children[0])[:1]:
                yield from _named_by(callee, value, (), depth)


def _declared_at(info: FileInfo, call: Node) -> tuple[str, int] | None:
    """Path and offset of the called function's declaration."""
    function = call.child_by_field_name("function")
    function = unparenthesized(function) if function is not None else None
    if function is None:
        return None
    if function.type == "selector_expression":
        chosen = info.selection(function)
        if chosen is not None and chosen.declaration is not None and chosen.kind == "method":
            return chosen.declaration[0], chosen.declaration[1].start
        found = chosen.object if chosen is not None else None
    else:
        found = info.object_of(function) if function.type == "identifier" else None
    return (found.file, found.span.start) if found is not None and found.kind == "func" else None
