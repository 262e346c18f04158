"""time.After, or a timer without a name, in a select that a loop repeats, below Go 1.23: one timer
for all iterations.

A timer that another case has overtaken stays until it fires. Where every other case leaves the
loop, by itself or by what stands behind the select, there is one such timer at most, and nothing to
do; and little where the header of the loop says that it ends soon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import (
    beside,
    exits_of,
    holds,
    inside,
    is_short,
    loops_around,
    terminates,
)
from gofixmap_codemods._leak_found import Leak
from gofixmap_codemods._leak_timers import ends_with_program

from gofixmap.codemod import (
    enclosing,
    fresh_name,
    insert_before,
    is_stable,
    lifetime,
    nodes,
    placement,
    replace_node,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_SHORT = 1_000_000_000  # nanoseconds; timers that fire within a second do not pile up
_FEW = 100  # iterations, each of which leaves some 200 bytes until the timer fires
_RESET = "if !{0}.Stop() {{\n\tselect {{\n\tcase <-{0}.C:\n\tdefault:\n\t}}\n}}"


def abandoned(info: FileInfo, function: Node) -> Iterator[Leak]:
    """The calls of time.After whose timers a loop leaves behind."""
    body = function.child_by_field_name("body")
    if body is None or info.file.is_test:
        return
    for select in inside(body):
        if select.type == "select_statement":
            yield from _of_select(info, function, select)


def _of_select(info: FileInfo, function: Node, select: Node) -> Iterator[Leak]:
    loops = loops_around(select)
    if all(is_short(info, each, _FEW) for each in loops):
        return
    cases = [each for each in nodes.named(select) if each.type.endswith("_case")]
    for case in cases:
        channel = _after(info, case)
        others = [each for each in cases if each != case]
        if channel is not None and any(_goes_on(info, each, loops[0]) for each in others):
            found = _timer(info, function, select, channel, loops[-1])
            if found is not None:
                yield found


def _after(info: FileInfo, case: Node) -> Node | None:
    """The channel that a case receives from: `time.After(d)`, or `time.NewTimer(d).C`."""
    communication = case.child_by_field_name("communication")
    for node in inside(communication) if communication is not None else ():
        name = lifetime.called_name(info, node) if node.type == "call_expression" else ""
        channel = channel_of(node) if name == "time.NewTimer" else node
        if name in _MAKING and channel is not None:
            return channel if is_received(channel) else None
    return None


_MAKING = ("time.After", "time.NewTimer")


def channel_of(call: Node) -> Node | None:
    """The selector of the channel of a timer that nothing else can name."""
    selector = call.parent
    if selector is None or selector.type != "selector_expression":
        return None
    field = selector.child_by_field_name("field")
    return selector if field is not None and field.text == b"C" else None


def is_received(channel: Node) -> bool:
    around = channel.parent
    return around is not None and (around.text or b"").startswith(b"<-")


def _goes_on(info: FileInfo, case: Node, loop: Node) -> bool:
    """Whether the loop may go on once a case has been chosen."""
    lists = [each for each in nodes.named(case) if each.type == "statement_list"]
    body, select = loop.child_by_field_name("body"), case.parent
    if body is None or select is None:
        return True
    exits = exits_of(info, loop, body)
    if lists and any(each.kind == "next" and holds(lists[-1], each.node) for each in exits):
        return True
    away = [each.node for each in exits if each.kind != "next"]
    if lists and _jumps_otherwise(lists[-1], away, select):
        return True
    return _passes(info, select, lists, away) and not _is_left_behind(select, body, away)


def _passes(info: FileInfo, select: Node, lists: list[Node], away: list[Node]) -> bool:
    """Whether control may come from the statements of a case to what stands behind the select."""
    if not lists:
        return True
    for node in inside(lists[-1]):
        is_plain = node.type == "break_statement" and nodes.first_named(node) is None
        if is_plain and enclosing(node, "for_statement", *_SWITCHES) == select:
            return True
    last = nodes.named(lists[-1])[-1]
    if last.type == "expression_statement":
        call = nodes.first_named(last)
        if call is not None and call.type == "call_expression":
            return not lifetime.never_returns(info, call)
    return not terminates(lists[-1], away)


def _is_left_behind(select: Node, body: Node, away: list[Node]) -> bool:
    """Whether what stands behind a select, up to the end of the loop's body, leaves the loop."""
    node = select
    while node.parent is not None and node != body:
        around = node.parent
        for each in nodes.named(around) if around.type == "statement_list" else ():
            if each.start_byte < node.end_byte:
                continue
            if _jumps_otherwise(each, away, each):
                return False
            if terminates(each, away):
                return True
        node = around
    return False


def _jumps_otherwise(node: Node, away: list[Node], around: Node) -> bool:
    """Whether a jump that does not leave the loop may lead out of `around`."""
    return any(
        each.type in _JUMPS and each not in away and not _stays(each, around)
        for each in inside(node)
    )


def _stays(jump: Node, around: Node) -> bool:
    """Whether a plain break or continue is of a statement in `around`, or a break of `around`."""
    if jump.type == "goto_statement" or nodes.first_named(jump) is not None:
        return False
    others = _SWITCHES if jump.type == "break_statement" else ()
    target = enclosing(jump, "for_statement", *others)
    return target is not None and holds(around, target)


_SWITCHES = ("expression_switch_statement", "type_switch_statement", "select_statement")
_JUMPS = ("break_statement", "continue_statement", "goto_statement")


def _timer(info: FileInfo, function: Node, select: Node, channel: Node, loop: Node) -> Leak | None:
    call = channel if channel.type == "call_expression" else channel.named_children[0]
    listed = call.child_by_field_name("arguments")
    arguments = nodes.named(listed) if listed is not None else []
    constant = info.constant(arguments[0]) if len(arguments) == 1 else None
    if len(arguments) != 1 or (isinstance(constant, int) and constant < _SHORT):
        return None
    message = "each turn of the loop makes a timer that stays until it fires"
    duration = arguments[0]
    anchor, outside = placement.with_labels(select), placement.with_labels(loop)
    if placement.is_goto_target(anchor):
        if _is_broken_by_label(info, select, anchor):
            return Leak(call, message, reason="label-goto")
        anchor = select  # a goto to the label makes a timer as well
    if not is_stable(info, duration) or not _is_known(info, duration, outside):
        return Leak(call, message, reason="duration")
    name, text = fresh_name(info, call, "timer"), info.file.text(duration)
    made = [f"{name} := {beside(info, call, 'NewTimer')}({text})"]
    if lifetime.Paths.of(info, function).can_return and not ends_with_program(info, function):
        made.append(f"defer {name}.Stop()")
    edits = insert_before(info.file, outside, made)
    edits += insert_before(info.file, anchor, [_RESET.format(name), f"{name}.Reset({text})"])
    edits += replace_node(info.file, channel, f"{name}.C")
    return Leak(call, message, "Use one timer for all turns of the loop", edits)


def _is_broken_by_label(info: FileInfo, select: Node, anchor: Node) -> bool:
    """Whether a break leaves the select by its label, which stands directly before it then."""
    labels = placement.labels_of(anchor)
    return any(
        each.type == "break_statement" and info.file.text(label) in labels
        for each in inside(select)
        if (label := nodes.first_named(each)) is not None
    )


def _is_known(info: FileInfo, duration: Node, loop: Node) -> bool:
    """Whether the variables of a duration are declared in front of the loop."""
    for node in inside(duration):
        found = info.object_of(node) if node.type == "identifier" else None
        if found is not None and found.is_local and found.span.start >= loop.start_byte:
            return False
    return True
