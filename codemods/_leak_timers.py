"""Timers and tickers that nobody stops, by the version of Go.

Below Go 1.23 a ticker runs on, and a timer stays, until it is stopped or has fired. Since then the
runtime collects those that nothing refers to; a function that waits in time.AfterFunc is kept in
every version.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_endless import real_exits
from gofixmap_codemods._leak_flow import FUNCTIONS, holds, inside, loops_around, terminates
from gofixmap_codemods._leak_found import Leak
from gofixmap_codemods._leak_kinds import CALL, TICKER, TIMER

from gofixmap.codemod import (
    ancestors,
    insert_after,
    insert_before,
    lifetime,
    nodes,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo

_FEW = 2  # returns that get a Stop of their own


def version_of(context: Context, info: FileInfo) -> tuple[int, int]:
    """The version that decides about timers: the go line of the module, not of the file."""
    module = info.package.module
    if module is None:
        return context.workspace.language_version(info.path)
    return module.go_version or (1, 16)


def ends_with_program(info: FileInfo, function: Node) -> bool:
    """Whether what a function leaves behind ends with the program anyway: main, and tests."""
    if info.file.is_test:
        return True
    outermost = [function, *(each for each in ancestors(function) if each.type in FUNCTIONS)][-1]
    name = outermost.child_by_field_name("name")
    is_main = name is not None and name.text == b"main" and info.package.name == "main"
    return is_main and outermost == function


def unstopped(info: FileInfo, function: Node, *, collected: bool) -> Iterator[Leak]:
    """The timers that one function makes and leaves without having stopped them."""
    if ends_with_program(info, function):
        return
    kinds = (CALL,) if collected else (TICKER, TIMER, CALL)
    for obligation in lifetime.obligations_in(info, function, kinds):
        outcome = lifetime.outcome_of(obligation)
        if outcome.state != "leaks" or obligation.variable is None:
            continue
        if obligation.kind is CALL and (not outcome.releases or loops_around(obligation.statement)):
            continue  # it is meant to run, or set anew
        exits = real_exits(info, function, outcome.exits)
        exits = [each for each in exits if not _has_fired(info, obligation, each)]
        if obligation.kind is CALL and any(_waits(info, obligation, each) for each in exits):
            continue
        if exits:
            yield _stopped(info, obligation, exits)


def _waits(info: FileInfo, obligation: lifetime.Obligation, left: lifetime.Exit) -> bool:
    """Whether the function returns something that the waiting call uses as well: it is meant to
    run after that."""
    if left.node is None:
        return False
    literals = [each for each in inside(obligation.call, literals=True) if each.type in FUNCTIONS]
    given = {info.object_of(each) for each in inside(left.node) if each.type == "identifier"}
    used = {
        info.object_of(each)
        for literal in literals
        for each in inside(literal, literals=True)
        if each.type == "identifier"
    }
    return any(each is not None and each.is_local for each in given & used)


def _has_fired(info: FileInfo, obligation: lifetime.Obligation, left: lifetime.Exit) -> bool:
    """Whether a timer has fired where the function is left: it is in the case that receives."""
    if obligation.kind is not TIMER:
        return False
    channel = f"{obligation.name}.C"
    if left.node is None:
        return _is_waited_for(info, obligation, channel)
    around = (each for each in ancestors(left.node) if each.type == "communication_case")
    if any(_receives(info, each, channel) for each in around):
        return True
    return _is_waited_for(info, obligation, channel, before=left.node)


def _receives(info: FileInfo, case: Node, channel: str) -> bool:
    communication = case.child_by_field_name("communication")
    return communication is not None and info.file.text(communication).endswith(channel)


def _is_waited_for(
    info: FileInfo, obligation: lifetime.Obligation, channel: str, before: Node | None = None
) -> bool:
    """Whether the timer is received from outside of a select, or every other case leaves."""
    for node in inside(obligation.function):
        if node.type != "unary_expression" or info.file.text(node) != f"<-{channel}":
            continue
        if before is not None and node.start_byte > before.start_byte:
            continue
        case = next((each for each in ancestors(node) if each.type == "communication_case"), None)
        if case is None or not holds(case.child_by_field_name("communication") or case, node):
            return True
        if before is not None and case.parent is not None and holds(case.parent, before):
            continue  # the way out is in another case, behind which the timer still runs
        others = [each for each in nodes.named(case.parent) if each != case] if case.parent else []
        if all(_leaves(each) for each in others):
            return True
    return False


def _leaves(clause: Node) -> bool:
    lists = [each for each in nodes.named(clause) if each.type == "statement_list"]
    return bool(lists) and terminates(lists[-1], ())


def _stopped(info: FileInfo, obligation: lifetime.Obligation, exits: list[lifetime.Exit]) -> Leak:
    name, statement = obligation.name, obligation.statement
    made = info.file.text(obligation.call).partition("(")[0]
    message = f"{name} is not stopped on every way out of the function: {made} keeps it"
    if loops_around(statement) or any(each.kind in ("again", "lost") for each in exits):
        return Leak(obligation.call, message, reason="timer-in-loop")
    if statement.parent is None or statement.parent.type != "statement_list":
        return Leak(obligation.call, message, reason="timer-in-loop")
    if obligation.kind is CALL and len(exits) <= _FEW and all(map(_is_plain, exits)):
        returns = [each.node for each in exits if each.node is not None]
        stops = [insert_before(info.file, each, [f"{name}.Stop()"]) for each in returns]
        edits = tuple(edit for each in stops for edit in each)
        return Leak(obligation.call, message, f"Stop {name} before the return", edits)
    edits = insert_after(info.file, statement, [f"defer {name}.Stop()"])
    return Leak(obligation.call, message, f"Stop {name} when the function returns", edits)


def _is_plain(left: lifetime.Exit) -> bool:
    """Whether the function is left by a return that calls nothing."""
    if left.kind != "return" or left.node is None:
        return False
    listed = left.node.parent is not None and left.node.parent.type == "statement_list"
    return listed and all(each.type != "call_expression" for each in inside(left.node))
