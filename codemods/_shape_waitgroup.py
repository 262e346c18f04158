"""Wait groups that are added to too late, and goroutines that say Done too early."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap_codemods._shape_bodies import FUNCTIONS, Order, Use, statement_of
from gofixmap_codemods._shape_remedy import Remedy

from gofixmap.codemod import (
    Edit,
    access,
    ancestors,
    enclosing,
    insert_before,
    lines,
    nodes,
    replace_statement,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Type


def is_wait_group(kind: Type) -> bool:
    return str(kind).removeprefix("*") == "sync.WaitGroup"


@dataclass(frozen=True, slots=True)
class _Started:
    """A function literal under a go statement."""

    info: FileInfo
    literal: Node
    call: Node
    statement: Node

    @property
    def statements(self) -> list[Node]:
        body = self.literal.child_by_field_name("body")
        listed = nodes.first_named(body) if body is not None else None
        return nodes.named(listed) if listed is not None else []


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
        if started is None:
            continue
        moved = _moved(started, found)
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


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a method of the wait group, `base` being its operand."""

    info: FileInfo
    node: Node
    base: Node


def _calls(context: Context, group: sharing.Variable, method: str) -> Iterator[_Call]:
    """The calls of one method of a wait group, by its name or by a parameter that points to it."""
    for found in sharing.accesses_of(context.semantics, group).all:
        node = found.node
        selector = node.parent
        if selector is None or selector.type != "selector_expression":
            yield from _through_parameter(found.info, node, method)
            continue
        field, call = selector.child_by_field_name("field"), selector.parent
        if field is None or call is None or call.type != "call_expression":
            continue
        if (
            found.info.file.text(field) == method
            and call.child_by_field_name("function") == selector
        ):
            yield _Call(found.info, call, node)


def _through_parameter(info: FileInfo, node: Node, method: str) -> Iterator[_Call]:
    """Calls in `go func(wg *sync.WaitGroup) { wg.Add(1) }(&wg)`, where `node` is the argument."""
    argument = node
    while argument.parent is not None and argument.parent.type != "argument_list":
        if argument.parent.type not in ("unary_expression", "parenthesized_expression"):
            return
        argument = argument.parent
    listed = argument.parent
    call = listed.parent if listed is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    if listed is None or function is None or nodes.unparenthesized(function).type != "func_literal":
        return
    literal = nodes.unparenthesized(function)
    parameters = literal.child_by_field_name("parameters")
    body = literal.child_by_field_name("body")
    names = [
        name
        for group in (nodes.parameter_groups(parameters) if parameters is not None else ())
        for name in group.names
    ]
    index = nodes.named(listed).index(argument)
    found = info.object_of(names[index]) if index < len(names) else None
    for use in info.uses_in(found, body) if found is not None and body is not None else ():
        selector = use.parent
        field = selector.child_by_field_name("field") if selector is not None else None
        inner = selector.parent if selector is not None else None
        if field is None or inner is None or inner.type != "call_expression":
            continue
        if info.file.text(field) == method and inner.child_by_field_name("function") == selector:
            yield _Call(info, inner, node)


def _moved(started: _Started, found: _Call) -> tuple[Edit, ...] | None:
    """The edits that move one Add; None where it may not run, or not that often, or not there."""
    statement = statement_of(found.node)
    arguments = found.node.child_by_field_name("arguments")
    count = nodes.first_named(arguments) if arguments is not None else None
    if statement not in started.statements or statement.type != "expression_statement":
        return None
    if count is None or not isinstance(started.info.constant(count), int):
        return None
    before = started.statements[: started.statements.index(statement)]
    if any(_may_leave(each) for each in before) or not _means_the_same(started, found.base):
        return None
    file = started.info.file
    place = _list_member(started.statement)
    if place is None:
        return None
    text = f"{file.text(found.base)}.Add({file.text(count)})"
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


def _may_leave(statement: Node) -> bool:
    """Whether a statement may end the function: what follows it does not always run."""
    return any(
        node.type in ("return_statement", "goto_statement")
        or (node.type == "call_expression" and (node.text or b"").startswith(_ENDING))
        for node in walk(statement)
    )


_ENDING = (b"panic(", b"runtime.Goexit(", b"os.Exit(", b"log.Fatal")


def _means_the_same(started: _Started, base: Node) -> bool:
    """Whether the names of the wait group denote the same things in front of the go statement."""
    info = started.info
    at = started.statement
    for name in walk(base):
        if name.type == "identifier" and info.lookup(
            info.file.text(name), at
        ) is not info.object_of(name):
            return False
    inside = started.literal.start_byte <= base.start_byte < started.literal.end_byte
    stable = base.type == "identifier" or all(
        each.type in ("identifier", "selector_expression", "field_identifier")
        for each in walk(base)
    )
    return stable and (inside or started.call.start_byte <= base.start_byte)


def early_done(context: Context, variable: sharing.Variable) -> Remedy | None:
    """`wg.Done()` before the goroutine's last write, made its first deferred call."""
    edits: list[Edit] = []
    first: tuple[Node, FileInfo] | None = None
    done: set[int] = set()
    for found in sharing.accesses_of(context.semantics, variable).all:
        started = _started_around(found)
        if not found.writes or started is None or started.literal.start_byte in done:
            continue
        calls = list(_done_calls(started))
        late = calls and _is_late(started, calls, found.node)
        if not late:
            continue
        deferred = _deferred_first(started, calls)
        if deferred is None:
            return None
        done.add(started.literal.start_byte)
        edits += deferred
        first = first or (found.node, found.info)
    if first is None:
        return None
    return Remedy(
        "Defer Done as the first statement of the goroutine",
        f"{variable.name} is written after the goroutine has said Done",
        tuple(edits),
        (),
        first[0],
        first[1].path,
    )


def _started_around(found: sharing.Access) -> _Started | None:
    """The goroutine whose code, deferred literals included, an access is in."""
    for literal in [each for each in ancestors(found.node) if each.type == "func_literal"]:
        body = literal.child_by_field_name("body")
        inner = nodes.first_named(body) if body is not None else None
        started = _started(found.info, inner) if inner is not None else None
        if started is not None:
            return started
    return None


@dataclass(frozen=True, slots=True)
class _Done:
    """A call of Done in a goroutine: a statement, or what a defer statement calls."""

    node: Node
    statement: Node
    deferred: bool
    base: Node


def _done_calls(started: _Started) -> Iterator[_Done]:
    info = started.info
    for node in walk(started.literal):
        if node.type != "call_expression" or enclosing(node, *FUNCTIONS) != started.literal:
            continue
        selector = node.child_by_field_name("function")
        field = selector.child_by_field_name("field") if selector is not None else None
        base = selector.child_by_field_name("operand") if selector is not None else None
        if field is None or base is None or info.file.text(field) != "Done":
            continue
        if is_wait_group(info.type_of(base)):
            holder = node.parent
            deferred = holder is not None and holder.type == "defer_statement"
            yield _Done(node, statement_of(node), deferred, base)


def _is_late(started: _Started, calls: Sequence[_Done], write: Node) -> bool:
    """Whether the write may run after a Done."""
    body = started.literal.child_by_field_name("body")
    if body is None:
        return False
    holder = next((e for e in ancestors(write, started.literal) if e.type == "func_literal"), None)
    in_defer = enclosing(write, "defer_statement") if holder is not None else None
    for call in calls:
        if call.deferred:
            # Deferred calls run in reverse order.
            if in_defer is not None and in_defer.start_byte < call.node.start_byte:
                return True
        elif in_defer is not None:
            return True
        else:
            order = Order(started.info, body, [])
            point = order.point_of(write)
            start = order.point_of(call.node)
            if start is not None and point in set(order.flow.after(start)):
                return True
    return False


def _deferred_first(started: _Started, calls: Sequence[_Done]) -> tuple[Edit, ...] | None:
    """The edits; None where a path has no Done or two, or may block after it."""
    file = started.info.file
    texts = {file.text(call.base) for call in calls}
    body = started.literal.child_by_field_name("body")
    if len(texts) != 1 or body is None or not started.statements:
        return None
    if any(call.statement.type not in _PLAIN for call in calls):
        return None
    deferred = [call for call in calls if call.deferred]
    if deferred and (len(calls) != 1 or calls[0].statement not in started.statements):
        return None
    if not deferred and not _is_once(started, body, calls):
        return None
    if not _is_known_early(started, calls[0].base) or _blocks_after(started, body, calls):
        return None
    edits = [edit for call in calls for edit in replace_statement(file, call.statement, [])]
    text = f"defer {file.text(calls[0].base)}.Done()"
    return (*insert_before(file, started.statements[0], [text]), *edits)


_PLAIN = ("expression_statement", "defer_statement")


def _is_once(started: _Started, body: Node, calls: Sequence[_Done]) -> bool:
    """Whether each way through the goroutine calls Done exactly once."""
    uses = [_as_write(call.node) for call in calls]
    order = Order(started.info, body, uses)
    points = [order.point_of(call.node) for call in calls]
    if None in points:
        return False
    for point in points:
        assert point is not None
        if set(order.flow.after(point)) & set(points):
            return False
    pending, seen = [0], set[int]()
    while pending:
        index = pending.pop()
        if index in seen or index in points:
            continue
        seen.add(index)
        if not order.flow.points[index].successors:
            node = order.flow.points[index].node
            if node is None or not _ends(node):
                return False
        pending += order.flow.points[index].successors
    return True


def _ends(node: Node) -> bool:
    return (node.text or b"").startswith(_ENDING)


def _as_write(node: Node) -> Use:
    return Use(access.Access(node, node, access.Kind.WRITE, (), node), False)


def _is_known_early(started: _Started, base: Node) -> bool:
    """Whether the wait group's name means the same at the start of the goroutine."""
    info, first = started.info, started.statements[0]
    return all(
        info.lookup(info.file.text(name), first) is info.object_of(name)
        for name in walk(base)
        if name.type == "identifier"
    ) and all(
        each.type in ("identifier", "selector_expression", "field_identifier")
        for each in walk(base)
    )


def _blocks_after(started: _Started, body: Node, calls: Sequence[_Done]) -> bool:
    """Whether the goroutine may wait for something after Done that the waiter has to do first."""
    order = Order(started.info, body, [])
    for call in calls:
        start = None if call.deferred else order.point_of(call.node)
        for index in order.flow.after(start) if start is not None else ():
            node = order.flow.points[index].node
            if node is not None and any(_blocks(each) for each in walk(node)):
                return True
    return False


def _blocks(node: Node) -> bool:
    if node.type in ("send_statement", "receive_statement"):
        return True
    text = node.text or b""
    if node.type == "unary_expression":
        return text.startswith(b"<-")
    return node.type == "call_expression" and text.endswith((b".Wait()", b".Lock()", b".RLock()"))
