"""Tickers that nobody can stop: time.Tick, and goroutines that range over a ticker's channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_after import channel_of, is_received
from gofixmap_codemods._leak_endless import is_of_ticker, real_exits
from gofixmap_codemods._leak_flow import (
    FUNCTIONS,
    beside,
    function_around,
    holds,
    inside,
    loops_around,
)
from gofixmap_codemods._leak_found import Leak
from gofixmap_codemods._leak_timers import ends_with_program

from gofixmap.codemod import (
    ancestors,
    fresh_name,
    insert_before,
    lifetime,
    nodes,
    placement,
    replace_node,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_PANICS = "for a duration that is not positive time.NewTicker panics, and time.Tick gives nil"
_AT_ONCE = "for a duration that is not positive time.After fires at once, and no ticker does"
_HOLDERS = ("short_var_declaration", "range_clause", "expression_list")


def ticking(info: FileInfo, function: Node) -> Iterator[Leak]:
    """The tickers that nothing names, in a function that can return or in a loop, for versions that
    collect no ticker: `time.Tick(d)`, and `<-time.NewTicker(d).C`."""
    body = function.child_by_field_name("body")
    if body is None or ends_with_program(info, function):
        return
    for call in inside(body):
        name = lifetime.called_name(info, call) if call.type == "call_expression" else ""
        found = None
        if name == "time.Tick":
            found = _tick(info, function, call)
        elif name == "time.NewTicker":
            found = _unnamed(info, function, call)
        if found is not None:
            yield found


def _unnamed(info: FileInfo, function: Node, call: Node) -> Leak | None:
    """`<-time.NewTicker(d).C`, which receives the first tick and leaves the ticker running."""
    channel = channel_of(call)
    if channel is None or not (_in_loop(call) or _returns(info, function, call)):
        return None
    return _once(info, call, channel, "nobody can stop the ticker that is made here")


def _once(info: FileInfo, call: Node, channel: Node, message: str) -> Leak | None:
    """One receive from the channel waits for as long as one from that of time.After."""
    listed = call.child_by_field_name("arguments")
    arguments = nodes.named(listed) if listed is not None else []
    if len(arguments) != 1 or not is_received(channel):
        return None
    after = beside(info, call, "After")
    edits = replace_node(info.file, channel, f"{after}({info.file.text(arguments[0])})")
    notes = () if _is_positive(info, arguments[0]) else (_AT_ONCE,)
    return Leak(call, message, "Wait with time.After, whose timer ends", edits, notes=notes)


def _in_loop(call: Node) -> bool:
    return any(holds(loop, call) for loop in loops_around(call))


def _returns(info: FileInfo, function: Node, call: Node) -> bool:
    """Whether the function can return after the call."""
    paths = lifetime.Paths.of(info, function)
    start = paths.part_of(call)
    exits = paths.exits_from(start, lambda node: False) if start is not None else ()
    return bool(real_exits(info, function, exits))


def _is_positive(info: FileInfo, duration: Node) -> bool:
    constant = info.constant(duration)
    return isinstance(constant, int) and constant > 0


def _tick(info: FileInfo, function: Node, call: Node) -> Leak | None:
    statement = next((e for e in ancestors(call) if _is_listed(e)), None)
    listed = call.child_by_field_name("arguments")
    arguments = nodes.named(listed) if listed is not None else []
    if statement is None or len(arguments) != 1:
        return None
    message = "time.Tick makes a ticker that nobody can stop"
    if _in_loop(call):
        once = _once(info, call, call, message)
        return once if once is not None else Leak(call, message, reason="timer-in-loop")
    if not _returns(info, function, call):
        return None
    if not _is_own(info, call):
        return Leak(call, message, reason="timer-escapes")
    name = fresh_name(info, call, "ticker")
    ticker = beside(info, call, "NewTicker")
    made = f"{name} := {ticker}({info.file.text(arguments[0])})"
    anchor = placement.with_labels(statement)
    edits = insert_before(info.file, anchor, [made, f"defer {name}.Stop()"])
    edits += replace_node(info.file, call, f"{name}.C")
    notes = () if _is_positive(info, arguments[0]) else (_PANICS,)
    return Leak(call, message, "Stop the ticker at the end", edits, notes=notes)


def _is_listed(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "statement_list"


def _is_own(info: FileInfo, call: Node) -> bool:
    """Whether the channel stays in the function: ranged over, received from, or in a local."""
    holder = call.parent
    if holder is None or holder.type not in (*_HOLDERS, "unary_expression"):
        return False
    if holder.type == "unary_expression" or holder.type == "range_clause":
        return True
    statement = holder.parent if holder.type == "expression_list" else holder
    if statement is None or statement.type != "short_var_declaration":
        return False
    left = statement.child_by_field_name("left")
    names = nodes.expression_items(left) if left is not None else []
    return len(names) == 1 and not lifetime.escapes_of(info, names[0])


def endless(info: FileInfo, loop: Node) -> Iterator[Leak]:
    """A loop over the channel of a ticker that a goroutine of its own runs for ever.

    One goroutine for the life of the program is no leak. It is one where somebody stops the ticker
    to end it, or where there is one for each value of a type, or for each turn of a loop.
    """
    clause = next((each for each in nodes.named(loop) if each.type == "range_clause"), None)
    channel = clause.child_by_field_name("right") if clause is not None else None
    function = function_around(loop)
    if channel is None or function is None or ends_with_program(info, function):
        return
    if not is_of_ticker(info, channel):
        return
    starts = [each for each in _starts_of(info, function) if not _is_of_main(info, each)]
    if not starts or _is_left(info, loop):
        return
    ticker = channel.child_by_field_name("operand")
    stop = _stopped_at(info, ticker, function) if ticker is not None else None
    if stop is None and not any(_is_repeated(info, each) for each in starts):
        return
    text = info.file.text(channel)
    end = " Stop does not close its channel" if stop is not None else " nothing ends the loop"
    message = f"the goroutine that ranges over {text} never ends:{end}"
    yield Leak(loop, message, reason="ticker-goroutine")


def _is_of_main(info: FileInfo, start: Node) -> bool:
    """Whether main itself starts the goroutine, once."""
    outer = function_around(start)
    return outer is not None and not loops_around(start) and ends_with_program(info, outer)


def _starts_of(info: FileInfo, function: Node) -> list[Node]:
    """The go statements whose goroutine is the function."""
    graph = sharing.call_graph(info.semantics, info.package)
    calls = graph.calls_to(graph.function_at(info, function))
    kinds = {each.kind for each in calls}
    if kinds != {sharing.CallKind.GO}:
        return []
    return [each.node for each in calls]


def _is_left(info: FileInfo, loop: Node) -> bool:
    """Whether anything in the loop leaves it, or the program."""
    leaving = ("return_statement", "goto_statement", "break_statement")
    return any(
        each.type in leaving
        or (each.type == "call_expression" and lifetime.never_returns(info, each))
        for each in inside(loop)
    )


def _stopped_at(info: FileInfo, ticker: Node, function: Node) -> Node | None:
    """A call of the ticker's Stop outside of the goroutine."""
    variable = sharing.variable_denoted(info, ticker)
    if variable is None:
        return None
    for each in sharing.accesses_of(info.semantics, variable).all:
        call = each.node.parent.parent if each.node.parent is not None else None
        if call is None or call.type != "call_expression":
            continue
        here = each.path == info.path and holds(function, each.node)
        if not here and each.info.file.text(call).endswith(".Stop()"):
            return call
    return None


def _is_repeated(info: FileInfo, start: Node) -> bool:
    """Whether the goroutine may be started many times: in a loop, or for each value of a type that
    is made to be closed."""
    if loops_around(start):
        return True
    outer = [each for each in ancestors(start) if each.type in FUNCTIONS]
    return bool(outer) and any(_is_closed(info, info.type_of(each)) for each in _owners(outer[-1]))


def _is_closed(info: FileInfo, kind: Type) -> bool:
    return (kind.is_pointer or kind.is_interface) and lifetime.release_of(info, kind) is not None


def _owners(function: Node) -> Iterator[Node]:
    """The types of the receiver and the results of a declared function."""
    for field in ("receiver", "result"):
        listed = function.child_by_field_name(field)
        if listed is None:
            continue
        if listed.type != "parameter_list":
            yield listed
            continue
        yield from (each.type for each in nodes.parameter_groups(listed) if each.type is not None)
