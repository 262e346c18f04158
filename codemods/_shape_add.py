"""Wait groups that the goroutine itself adds to, when Wait may have run already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._shape_bodies import FUNCTIONS, statement_of
from gofixmap_codemods._shape_remedy import Remedy
from gofixmap_codemods._shape_waitgroup import Function, is_chain, may_leave, means_the_same
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    enclosing,
    insert_before,
    lines,
    nodes,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Object


class _Started(Function, frozen=True):
    """A function literal under a go statement."""

    call: Node
    statement: Node


def _started(info: FileInfo, inside: Node) -> _Started | None:
    """The innermost `go func() { ... }()` whose own code a node is; None in other code."""
    literal = enclosing(inside, *FUNCTIONS)
    call = literal.parent if literal is not None else None
    while call is not None and call.type == "parenthesized_expression":
        call = call.parent
    statement = call.parent if call is not None else None
    if literal is None or literal.type != "func_literal" or call is None or statement is None:
        return None
    if call.type != "call_expression" or statement.type != "go_statement":
        return None
    return _Started(info, literal, call, statement)


def late_add(context: Context, group: sharing.Variable) -> Remedy | None:
    """`wg.Add(n)` inside the goroutine, moved in front of the go statement."""
    edits: list[Edit] = []
    first: tuple[Node, FileInfo] | None = None
    for found in _calls(context, group, "Add"):
        started = _started(found.info, found.node)
        moved = _moved(started, found) if started is not None else _moved_out(context, found)
        if moved == ():
            continue
        if moved is None:
            return None
        edits += moved
        first = first or (found.node, found.info)
    if first is None:
        return None
    return Remedy(
        f"Call {group.name}.Add before the goroutine starts",
        f"{group.name}.Add runs inside the goroutine, and Wait may come before it",
        tuple(edits),
        (),
        first[0],
        first[1].path,
    )


class _Call(Struct, frozen=True):
    """A call of a method of the wait group, `base` being its operand."""

    info: FileInfo
    node: Node
    base: Node


def _calls(context: Context, group: sharing.Variable, method: str) -> Iterator[_Call]:
    """The calls of one method of a wait group, by its name or by a parameter that points to it."""
    for found in sharing.accesses_of(context.semantics, group).all:
        call = _method_call(found.info, found.node, method)
        if call is not None:
            yield _Call(found.info, call, found.node)
        else:
            yield from _through_parameter(context, found.info, found.node, method)


def _through_parameter(
    context: Context, info: FileInfo, node: Node, method: str
) -> Iterator[_Call]:
    """Calls in the function that is given the wait group: `go func(wg *sync.WaitGroup) {}(&wg)`."""
    argument = node
    while argument.parent is not None and argument.parent.type in _AROUND:
        argument = argument.parent
    listed = argument.parent
    if listed is None or listed.type != "argument_list" or listed.parent is None:
        return
    graph = sharing.call_graph(context.semantics, info.package)
    at = listed.parent.start_byte
    calls = graph.calls_in(graph.function_of(info, node))
    callee = next((c.callee for c in calls if c.node.start_byte == at and c.callee), None)
    if callee is None or callee.info.path.startswith("/"):
        return
    names = _parameters(callee)
    index = nodes.named(listed).index(argument)
    found = callee.info.object_of(names[index]) if index < len(names) else None
    for use in callee.info.uses_in(found, callee.body) if found is not None else ():
        call = _method_call(callee.info, use, method)
        if call is not None:
            yield _Call(callee.info, call, node if callee.is_literal else use)


_AROUND = ("unary_expression", "parenthesized_expression")


def _parameters(function: sharing.Function) -> list[Node]:
    listed = function.node.child_by_field_name("parameters")
    groups = nodes.parameter_groups(listed) if listed is not None else ()
    return [name for group in groups for name in group.names]


def _method_call(info: FileInfo, operand: Node, method: str) -> Node | None:
    """The call `operand.method()` around an operand."""
    selector = operand.parent
    field = selector.child_by_field_name("field") if selector is not None else None
    call = selector.parent if selector is not None else None
    if field is None or call is None or call.type != "call_expression":
        return None
    is_called = call.child_by_field_name("function") == selector
    return call if is_called and info.file.text(field) == method else None


def _moved(started: _Started, found: _Call) -> tuple[Edit, ...] | None:
    """The edits that move one Add; None where it may not run, or not that often, or not there."""
    statement = statement_of(found.node)
    count = _count(found)
    if statement not in started.statements or statement.type != "expression_statement":
        return None
    if count is None:
        return None
    before = started.statements[: started.statements.index(statement)]
    if any(may_leave(each) for each in before) or not _is_same_there(started, found.base):
        return None
    file = started.info.file
    place = _list_member(started.statement)
    if place is None:
        return None
    text = f"{file.text(found.base)}.Add({count})"
    comment = _comment_behind(file.data, statement)
    if comment:  # it moves with the call
        text += f" {comment}"
        start, end = lines.without_lines(file.data, statement.start_byte, statement.end_byte)
        removed: tuple[Edit, ...] = (Edit(file.path, start, end, ""),)
    else:
        removed = replace_statement(file, statement, [])
    return (*removed, *insert_before(file, place, [text]))


def _comment_behind(data: bytes, statement: Node) -> str:
    """The comment that ends the line of a statement which has the line to itself."""
    rest = data[statement.end_byte : lines.line_end(data, statement.end_byte)].strip()
    alone = rest.startswith(b"//") and lines.opens_line(data, statement.start_byte)
    return rest.decode("utf-8", "replace") if alone else ""


def _list_member(statement: Node) -> Node | None:
    """The go statement, or its label, where statements can stand in front of it."""
    while statement.parent is not None and statement.parent.type == "labeled_statement":
        statement = statement.parent
    parent = statement.parent
    return statement if parent is not None and parent.type == "statement_list" else None


def _is_same_there(started: _Started, base: Node) -> bool:
    """Whether the wait group can be named so in front of the go statement."""
    return means_the_same(started.info, base, started.statement)


def _moved_out(context: Context, found: _Call) -> tuple[Edit, ...] | None:
    """The edits that move an Add out of a function which is only started by go; () elsewhere."""
    graph = sharing.call_graph(context.semantics, found.info.package)
    function = graph.function_of(found.info, found.node)
    calls = graph.calls_to(function)
    if function.is_literal or not any(call.kind is sharing.CallKind.GO for call in calls):
        return ()
    statement = statement_of(found.node)
    count = _count(found)
    own = Function(found.info, function.node)
    if function.is_exported or graph.is_value_used(function) or count is None:
        return None
    if statement not in own.statements or not is_chain(found.base):
        return None
    if any(may_leave(each) for each in own.statements[: own.statements.index(statement)]):
        return None
    edits = list(replace_statement(found.info.file, statement, []))
    for call in calls:
        inserted = _added_before(call, function, found, count)
        if inserted is None:
            return None
        edits += inserted
    return tuple(edits)


def _count(found: _Call) -> str | None:
    """The text of a constant argument of Add."""
    arguments = found.node.child_by_field_name("arguments")
    count = nodes.first_named(arguments) if arguments is not None else None
    if count is None or not isinstance(found.info.constant(count), int):
        return None
    return found.info.file.text(count)


def _added_before(
    call: sharing.Call, function: sharing.Function, found: _Call, count: str
) -> tuple[Edit, ...] | None:
    """`x.wg.Add(1)` in front of `go x.run()`."""
    statement = call.node.parent
    place = _list_member(statement) if statement is not None else None
    if call.kind is not sharing.CallKind.GO or place is None:
        return None
    text = found.info.file.text(found.base)
    root, dot, rest = text.partition(".")
    variable = found.info.object_of(nodes.left_spine(found.base)[-1] if dot else found.base)
    if variable is None:
        return None
    if variable.is_local:
        given = _given(call, function, variable)
        if given is None:
            return None
        root = call.info.file.text(given)
    elif call.info.lookup(root, place) is not variable:
        return None
    return insert_before(call.info.file, place, [f"{root}{dot}{rest}.Add({count})"])


def _given(call: sharing.Call, function: sharing.Function, variable: Object) -> Node | None:
    """What the call gives for the receiver or a parameter, where that is a chain of names."""
    callee = call.node.child_by_field_name("function")
    if callee is None:
        return None
    if variable.role == "receiver":
        operand = callee.child_by_field_name("operand")
        return operand if operand is not None and is_chain(operand) else None
    names = [name.start_byte for name in _parameters(function)]
    arguments = call.node.child_by_field_name("arguments")
    if variable.role != "param" or variable.span.start not in names or arguments is None:
        return None
    given = nodes.named(arguments)
    index = names.index(variable.span.start)
    if index >= len(given):
        return None
    value = nodes.unparenthesized(given[index])
    if value.type == "unary_expression" and (value.text or b"").startswith(b"&"):
        inner = value.child_by_field_name("operand")
        value = inner if inner is not None else value
    return value if is_chain(value) else None
