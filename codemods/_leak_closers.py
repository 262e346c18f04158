"""Files, connections and rows that a function opens and leaves open.

The place of the release is found as for response bodies. A file that is written has to be closed
before its error can be ignored: where the function has a named error, a deferred Close sets it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._body_discarded import plan_discarded
from gofixmap_codemods._body_place import Plan, Refused, plan_release
from gofixmap_codemods._body_text import Wording, assigns_close_errors
from gofixmap_codemods._leak_endless import real_exits
from gofixmap_codemods._leak_flow import loops_around
from gofixmap_codemods._leak_found import Leak
from gofixmap_codemods._leak_openers import KINDS, is_written
from gofixmap_codemods._leak_timers import ends_with_program
from msgspec.structs import replace

from gofixmap.codemod import Safety, fresh_name, lifetime, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_NAMES = {"*database/sql.Rows": "rows", "*database/sql.Stmt": "statement", "*os.Root": "root"}


def left_open(info: FileInfo, function: Node, names: Collection[bytes]) -> Iterator[Leak]:
    """What one function opens, by calls of these names, and closes not on every way out."""
    if ends_with_program(info, function):
        return
    skip = lifetime.is_released_at_once
    for it in lifetime.obligations_in(info, function, KINDS, names=names, skip=skip):
        if _is_general(it) or _has_descriptor(it):
            continue
        outcome = lifetime.leak_of(it)
        if outcome is None or _is_collected(it, outcome):
            continue
        if not real_exits(info, function, outcome.exits):
            continue
        leak = _judged(it, outcome)
        if not (leak.reason and outcome.ends):
            yield leak  # without a place for a release, a flag may say who closes it


def _is_general(it: lifetime.Obligation) -> bool:
    """Whether the variable holds other things as well: it is declared `var ln any`."""
    variable = it.info.object_of(it.variable) if it.variable is not None else None
    return variable is not None and str(variable.type) != it.kind.type


def _is_collected(it: lifetime.Obligation, outcome: lifetime.Outcome) -> bool:
    """Whether a loop gathers what it opens in a variable from outside, which is what to look at."""
    loops = loops_around(it.statement)
    return bool(loops) and any(
        obj.span.start < loops[0].start_byte and str(obj.type) != it.kind.type
        for obj in outcome.locals
    )


def _has_descriptor(it: lifetime.Obligation) -> bool:
    """Whether the number of the descriptor is asked for: it may be locked, mapped or duplicated,
    which a Close would end."""
    uses = lifetime.uses_of(it, it.function)
    selectors = (each.parent for each in uses)
    names = (each.child_by_field_name("field") for each in selectors if each is not None)
    return any(each is not None and each.text in (b"Fd", b"SyscallConn") for each in names)


def _judged(it: lifetime.Obligation, outcome: lifetime.Outcome) -> Leak:
    message = _message(it, outcome)
    checked = assigns_close_errors(it.info.file)
    try:
        if not outcome.ends and loops_around(it.statement) and _is_lost(outcome):
            raise Refused("some-paths")  # the next turn has another value in the same variable
        if it.variable is None:
            plan = plan_discarded(it, _name_for(it.kind.type), checked=checked)
            plan = replace(plan, title="Name what is opened, and close it")
        else:
            plan = plan_release(it, outcome, Wording(it.kind, it.name, checked))
    except Refused as why:
        return Leak(it.call, message, reason=why.reason)
    written = it.kind.type == "*os.File" and is_written(it.info, it.call)
    if written and it.variable is not None and plan.how == "deferred":
        plan = _with_error(it, plan)
    notes = _notes(it, plan, written=written)
    safety = Safety.SAFE if _is_plain(it, plan) and not written else Safety.REVIEW
    return Leak(it.call, message, plan.title, plan.edits, notes, safety)


def _name_for(kind: str) -> str:
    """A name for what is opened, as Go programs call it."""
    for ending, name in (("Conn", "conn"), ("Listener", "listener")):
        if kind.endswith(ending):
            return name
    return _NAMES.get(kind, "f")


def _is_lost(outcome: lifetime.Outcome) -> bool:
    return any(each.kind == "lost" for each in outcome.exits)


def _message(it: lifetime.Obligation, outcome: lifetime.Outcome) -> str:
    if it.variable is None:
        return f"what {_called(it)} opens is discarded without being closed"
    if any(each.kind == "again" for each in outcome.exits):
        return f"{it.name} stays open when the loop goes on to the next iteration"
    lines = {it.info.file.lines.line_of(e.node.start_byte) for e in outcome.exits if e.node}
    if outcome.ends and lines:
        where = ", ".join(str(each) for each in sorted(lines))
        return f"{it.name} is not closed on the way out at line{'s'[: len(lines) - 1]} {where}"
    return f"{it.name} is never closed"


def _called(it: lifetime.Obligation) -> str:
    function = it.call.child_by_field_name("function")
    return "the call" if function is None else it.info.file.text(function)


def _with_error(it: lifetime.Obligation, plan: Plan) -> Plan:
    """The plan with a deferred Close that sets the function's named error."""
    name = _named_error(it, plan)
    if name is None or plan.spot.is_header:
        return plan
    close = fresh_name(it.info, it.statement, "closeErr")
    call = Wording(it.kind, it.name).call
    text = (
        f"defer func() {{\n\tif {close} := {call}; {name} == nil {{\n"
        f"\t\t{name} = {close}\n\t}}\n}}()"
    )
    title = f"Defer {call}, and return its error"
    return replace(plan, title=title, edits=plan.spot.write(text))


def _named_error(it: lifetime.Obligation, plan: Plan) -> str | None:
    """The name of the function's error result, where the release would see it."""
    result = it.function.child_by_field_name("result")
    if result is None or result.type != "parameter_list":
        return None
    last = nodes.parameter_groups(result)[-1]
    if last.type is None or last.type.text != b"error" or not last.names:
        return None
    name = it.info.file.text(last.names[-1])
    behind = it.statement.next_named_sibling or it.statement
    found = it.info.lookup(name, plan.check.block or behind)
    return name if found is not None and found.role == "result" and name != "_" else None


def _notes(it: lifetime.Obligation, plan: Plan, *, written: bool) -> tuple[str, ...]:
    notes = []
    if written and "closeErr" not in "".join(each.text for each in plan.edits):
        notes.append(
            "the file is written, and the error of Close, which tells of lost data, is ignored"
        )
    if plan.how == "explicit":
        notes.append(f"a panic in between leaves {it.name} open")
    return tuple(notes)


def _is_plain(it: lifetime.Obligation, plan: Plan) -> bool:
    """The straight case: the standard library opens it, the check follows, nothing else closes."""
    listed = it.statement.parent
    return (
        plan.how == "deferred"
        and plan.check.shape is lifetime.Shape.LEAVES
        and plan.check.directly
        and plan.check.statement.type == "if_statement"
        and it.statement.type == "short_var_declaration"
        and listed is not None
        and listed.parent == it.function.child_by_field_name("body")
        and not lifetime.is_rebound(it)
        and it.kind.type in ("*os.File", "*archive/zip.ReadCloser", "*database/sql.Rows")
    )
