"""Goroutines that a type starts: whether they end, what ends them, and how they are made to end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._genclose_refusal import Refused
from msgspec import Struct

from gofixmap.codemod import (
    ancestors,
    enclosing,
    indentation,
    insert_before,
    lines,
    nodes,
    replace_statement,
    sharing,
    source_text,
    walk,
)

if TYPE_CHECKING:
    from gofixmap_codemods._genclose_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import Edit, FileInfo

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_DEPTH = 3


class Producer(Struct, frozen=True):
    """A goroutine with an endless loop.

    `ended_by` is the field whose release ends it; "" where a stop channel has to be watched.
    """

    start: sharing.Start
    body: sharing.Function
    runner: sharing.Function  # the function that has the loop
    loop: Node
    ended_by: str


def starts_in(subject: Subject) -> Iterator[sharing.Start]:
    """The go statements of the constructors and methods of the type."""
    homes = {*subject.methods, *subject.constructors}
    return (each for each in sharing.starts_of(subject.graph, homes) if each.how == "go")


def producers_of(subject: Subject, owned: frozenset[str]) -> tuple[Producer, ...]:
    """The goroutines that have to be stopped. Raises Refused where it is not known how."""
    found: list[Producer] = []
    for start in starts_in(subject):
        if start.body is None:
            raise Refused("goroutine-exit-unknown", _where(start.info, start.node))
        for runner, loop in _loops(subject, start.body, _DEPTH):
            ended_by = _end_of(subject, runner, loop, owned)
            if ended_by is not None:
                found.append(Producer(start, start.body, runner, loop, ended_by))
    if len({each.start for each in found}) < len(found):
        raise Refused("goroutine-exit-unknown", "several loops follow one another")
    return tuple(found)


def _where(info: FileInfo, node: Node) -> str:
    return f"{info.path.rpartition('/')[2]}:{info.file.lines.line_of(node.start_byte)}"


def _loops(
    subject: Subject, function: sharing.Function, depth: int
) -> Iterator[tuple[sharing.Function, Node]]:
    """The loops that may be endless in a function and in what it calls of the package."""
    for node in walk(function.body):
        own = node.type == "for_statement" and enclosing(node, *_FUNCTIONS) == function.node
        if own and may_be_endless(function.info, node):
            yield function, node
    if depth > 1:
        for call in subject.graph.calls_from(function):
            if call.kind is sharing.CallKind.CALL and call.callee is not None:
                yield from _loops(subject, call.callee, depth - 1)


def may_be_endless(info: FileInfo, loop: Node) -> bool:
    """Whether a loop has no condition, or ranges over a channel."""
    body = loop.child_by_field_name("body")
    heads = [child for child in nodes.named(loop) if child != body]
    if not heads:
        return True
    if heads[0].type == "range_clause":
        right = heads[0].child_by_field_name("right")
        return right is not None and info.type_of(right).is_chan
    if heads[0].type == "for_clause":
        return heads[0].child_by_field_name("condition") is None
    return not _counts(heads[0])


def _counts(condition: Node) -> bool:
    """A condition that asks something of a value that runs out: a scanner, an iterator."""
    text = condition.text or b""
    return text.endswith((b".Next()", b".Scan()", b".More()")) or b"<" in text or b">" in text


def _end_of(
    subject: Subject, runner: sharing.Function, loop: Node, owned: frozenset[str]
) -> str | None:
    """What ends a loop: a field to release, "" for nothing yet; None where it ends by itself."""
    exits = list(_exits(loop))
    if not exits:
        place = loop if is_ticking(runner.info, loop) else waiting_place(runner.info, loop)
        if place is None:
            raise Refused("goroutine-exit-unknown", _where(runner.info, loop))
        blocked = _blocked_at(runner.info, loop, place)
        if blocked is not None:
            raise Refused("goroutine-exit-unknown", _where(runner.info, blocked))
        return ""
    ends = {_reason(subject, runner, each, owned) for each in exits}
    if None in ends:
        return None
    name = ends.pop() if len(ends) == 1 else "?"
    if name == "?":
        raise Refused("goroutine-exit-unknown", _where(runner.info, exits[0]))
    return name


def _blocked_at(info: FileInfo, loop: Node, place: Node) -> Node | None:
    """What else the loop may wait for, for ever: it would not see the stop channel."""
    for node in walk(loop):
        if enclosing(node, *_FUNCTIONS) != enclosing(loop, *_FUNCTIONS):
            continue
        inner = node if node.type in ("send_statement", "select_statement") else None
        if node.type == "unary_expression" and (node.text or b"").startswith(b"<-"):
            inner = node
        if node.type == "call_expression" and (node.text or b"").endswith(b".Wait()"):
            inner = node
        if node.type == "range_clause" and node.parent != loop:
            right = node.child_by_field_name("right")
            inner = node if right is not None and info.type_of(right).is_chan else None
        if inner is not None and inner != place and not _is_watched(inner, place):
            return inner
    return None


def _is_watched(node: Node, place: Node) -> bool:
    """Whether a channel operation is one that the select itself chooses, or the awaited tick."""
    if place.type == "expression_statement":
        return place.start_byte <= node.start_byte < place.end_byte
    case = enclosing(node, "communication_case")
    if place.type != "select_statement" or case is None or case.parent != place:
        return False
    communication = case.child_by_field_name("communication")
    if communication is None:
        return False
    return communication.start_byte <= node.start_byte < communication.end_byte


def _exits(loop: Node) -> Iterator[Node]:
    """Statements that leave the loop for good."""
    for node in walk(loop):
        if enclosing(node, *_FUNCTIONS) != enclosing(loop, *_FUNCTIONS):
            continue
        if node.type in ("return_statement", "goto_statement") or (
            node.type == "break_statement" and _leaves(node, loop)
        ):
            yield node


def _leaves(statement: Node, loop: Node) -> bool:
    if nodes.named(statement):
        return True
    breakable = ("for_statement", "select_statement", "expression_switch_statement")
    around = next(
        (
            each
            for each in ancestors(statement)
            if each.type in (*breakable, "type_switch_statement")
        ),
        None,
    )
    return around == loop


def _reason(
    subject: Subject, runner: sharing.Function, leaving: Node, owned: frozenset[str]
) -> str | None:
    """Why an exit is taken: None for a context or channel that is somebody else's, the name of an
    owned field whose release makes it happen, "?" for anything else."""
    case = enclosing(leaving, "communication_case")
    if case is not None:
        received = _received(case)
        text = runner.info.file.text(received) if received is not None else ""
        return _channel_reason(subject, text, runner, owned)
    guard = enclosing(leaving, "if_statement")
    condition = guard.child_by_field_name("condition") if guard is not None else None
    if condition is not None and b"!= nil" in (condition.text or b""):
        return _error_reason(runner, condition, leaving, owned)
    return "?"


def _channel_reason(
    subject: Subject, text: str, runner: sharing.Function, owned: frozenset[str]
) -> str | None:
    base = text.removesuffix(".Done()")
    name = base.rpartition(".")[2]
    if text.endswith(".Done()") and base.partition(".")[0] != runner.receiver:
        return None  # a context that was passed
    if text.endswith(".Done()"):
        return next((each for each in owned if "cancel" in each.lower()), "?")
    return name if name in owned else "?"


def _received(case: Node) -> Node | None:
    communication = case.child_by_field_name("communication")
    if communication is None:
        return None
    for node in walk(communication):
        if node.type == "unary_expression" and (node.text or b"").startswith(b"<-"):
            return node.child_by_field_name("operand")
    return None


def _error_reason(
    runner: sharing.Function, condition: Node, leaving: Node, owned: frozenset[str]
) -> str | None:
    """`conn, err := p.listener.Accept(); if err != nil { return }`."""
    operand = condition.child_by_field_name("left")
    found = runner.info.object_of(operand) if operand is not None else None
    if found is None or found.function is None or found.role != "var":
        return "?"
    for use in runner.info.uses_in(found, found.function):
        statement = enclosing(use, "short_var_declaration", "assignment_statement")
        right = statement.child_by_field_name("right") if statement is not None else None
        if statement is None or right is None or statement.start_byte > leaving.start_byte:
            continue
        for name in owned:
            if f".{name}." in runner.info.file.text(right):
                return name
    return "?"


def is_ticking(info: FileInfo, loop: Node) -> bool:
    """Whether the loop ranges over the channel of a ticker, which is never closed."""
    clause = next((each for each in nodes.named(loop) if each.type == "range_clause"), None)
    right = clause.child_by_field_name("right") if clause is not None else None
    return right is not None and str(info.type_of(right)) == "<-chan time.Time"


def waiting_place(info: FileInfo, loop: Node) -> Node | None:
    """The statement of the loop's body that waits: a select, a Sleep, a receive from a ticker."""
    body = loop.child_by_field_name("body")
    listed = nodes.first_named(body) if body is not None else None
    for statement in nodes.named(listed) if listed is not None else []:
        if statement.type == "select_statement" and not _has_default(statement):
            return statement
        text = info.file.text(statement)
        if statement.type != "expression_statement":
            continue
        if text.startswith("time.Sleep(") or _is_tick(info, statement):
            return statement
    return None


def _has_default(select: Node) -> bool:
    return any(each.type == "default_case" for each in nodes.named(select))


def _is_tick(info: FileInfo, statement: Node) -> bool:
    node = nodes.first_named(statement)
    operand = node.child_by_field_name("operand") if node is not None else None
    if node is None or node.type != "unary_expression" or operand is None:
        return False
    is_receive = info.file.text(node).startswith("<-")
    return is_receive and str(info.type_of(operand)) == "<-chan time.Time"


def stopping(producer: Producer, stop: str) -> tuple[Edit, ...]:
    """Edits by which the loop watches the stop channel of the receiver: `m.stop`."""
    info, loop = producer.runner.info, producer.loop
    labelled = loop.parent is not None and loop.parent.type == "labeled_statement"
    if labelled or producer.runner.node.child_by_field_name("result") is not None:
        raise Refused("goroutine-exit-unknown", _where(info, loop))
    if is_ticking(info, loop):
        return _selecting(producer, stop)
    place = waiting_place(info, loop)
    assert place is not None
    leave = f"case <-{stop}:\n\treturn"
    if place.type == "select_statement":
        first = next(each for each in nodes.named(place) if each.type.endswith("_case"))
        indent = indentation(info.file.data, first.start_byte)
        ending = lines.newline(info.file.data)
        text = f"case <-{stop}:{ending}{indent}\treturn{ending}{indent}"
        return (_edit(info, first.start_byte, first.start_byte, text),)
    text = info.file.text(place)
    waited = f"<-time.After{text.removeprefix('time.Sleep')}"
    if not text.startswith("time.Sleep("):
        waited = text
    return replace_statement(info.file, place, [f"select {{\n{leave}\ncase {waited}:\n}}"])


def _edit(info: FileInfo, start: int, end: int, text: str) -> Edit:
    from gofixmap.codemod import Edit

    return Edit(info.path, start, end, text)


def _selecting(producer: Producer, stop: str) -> tuple[Edit, ...]:
    """`for now := range ticks { body }` as a select over the ticks and the stop channel."""
    info, loop = producer.runner.info, producer.loop
    clause = next(each for each in nodes.named(loop) if each.type == "range_clause")
    right, body = clause.child_by_field_name("right"), loop.child_by_field_name("body")
    assert right is not None and body is not None
    before: list[str] = []
    ticks = info.file.text(right)
    if right.type == "call_expression":
        from gofixmap.codemod import fresh_name

        name = fresh_name(info, loop, "ticks")
        before, ticks = [f"{name} := {ticks}"], name
    left = clause.child_by_field_name("left")
    operator = ":=" if any(each.type == ":=" for each in clause.children) else "="
    received = f"<-{ticks}" if left is None else f"{info.file.text(left)} {operator} <-{ticks}"
    inner = _inside(info, body)
    text = f"for {{\n\tselect {{\n\tcase <-{stop}:\n\t\treturn\n\tcase {received}:\n{inner}\t}}\n}}"
    return replace_statement(info.file, loop, [*before, text])


def _inside(info: FileInfo, body: Node) -> str:
    """The statements of a block, two levels deeper than the statement that replaces its loop."""
    data = info.file.data
    text = source_text(info.file, body.start_byte, body.end_byte)
    inner = text[1:-1].strip("\n")
    if not inner.strip():
        return ""
    if b"\n" not in data[body.start_byte : body.end_byte]:
        return f"\t\t{inner.strip()}\n"
    return "".join(f"{chr(9) if line else ''}{line}\n" for line in inner.rstrip().split("\n"))


__all__ = ["Producer", "insert_before", "producers_of", "starts_in", "stopping"]
