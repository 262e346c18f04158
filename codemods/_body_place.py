"""Where a release goes: deferred behind the error check, moved up, or called before each exit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap_codemods._body_explicit import explicit_edits
from gofixmap_codemods._body_spots import Refused, at_place, checked_place, list_behind
from gofixmap_codemods._body_text import Wording

from gofixmap.codemod import Edit, lifetime, node_text, replace_statement, walk

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Plan", "Refused", "plan_release"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Edits that release a value on every way out. `how` is deferred, moved or explicit."""

    title: str
    edits: tuple[Edit, ...]
    how: str
    check: lifetime.Check


def plan_release(it: lifetime.Obligation, outcome: lifetime.Outcome, wording: Wording) -> Plan:
    """The edits for a value that leaks; raises Refused where there are none."""
    check = checked_place(it)
    repeats = any(each.kind == "again" for each in outcome.exits)
    if not outcome.ends and not repeats:
        text = wording.deferred(rebound=lifetime.is_rebound(it))
        edits = at_place(it, check, text)
        return Plan(f"Defer {wording.call} behind the error check", edits, "deferred", check)
    late = None if repeats else _late_release(it, outcome, check)
    if late is not None:
        file = it.info.file
        text = node_text(file, late)
        if late.type != "defer_statement":
            text = wording.deferred(rebound=False)
        edits = (*at_place(it, check, text), *replace_statement(file, late, []))
        return Plan(f"Defer {wording.call} before the first return", edits, "moved", check)
    edits = explicit_edits(it, outcome, check, wording.statement)
    where = "in each iteration" if repeats else "on the ways out that leave it open"
    return Plan(f"Call {wording.call} {where}", edits, "explicit", check)


def _late_release(
    it: lifetime.Obligation, outcome: lifetime.Outcome, check: lifetime.Check
) -> Node | None:
    """The one statement that releases the value, where a defer behind the check can replace it."""
    if outcome.escapes or len(outcome.ends) != 1 or lifetime.is_rebound(it):
        return None
    listed = list_behind(check)
    late: Node | None = outcome.ends[0]
    while late is not None and late.parent != listed:
        late = late.parent
    if late is None or listed is None:
        return None
    if late.type == "defer_statement":
        return None if _names_other_locals(it, late) else late
    return late if _is_plain_call(it, late, outcome.ends[0]) and _ends_soon(late) else None


def _is_plain_call(it: lifetime.Obligation, statement: Node, release: Node) -> bool:
    """`resp.Body.Close()`, or the same with its error assigned to the blank identifier."""
    if Wording(it.kind, it.name).call != it.info.file.text(release):
        return False
    if statement.type == "assignment_statement":
        return it.info.file.text(statement) == f"_ = {it.info.file.text(release)}"
    return statement.type == "expression_statement"


def _ends_soon(statement: Node) -> bool:
    """Whether the function does nothing behind a statement that may take its time."""
    node = statement.next_named_sibling
    while node is not None:
        if any(each.type in _LONG for each in walk(node)):
            return False
        node = node.next_named_sibling
    return True


_LONG = frozenset({"for_statement", "select_statement", "receive_statement", "send_statement"})


def _names_other_locals(it: lifetime.Obligation, statement: Node) -> bool:
    """Whether a statement uses locals besides the variable: they may be declared later."""
    own = {use.start_byte for use in lifetime.uses_of(it, statement)}
    for name in walk(statement):
        if name.type != "identifier" or name.start_byte in own:
            continue
        found = it.info.object_of(name)
        if found is not None and found.is_local and found.span.start < statement.start_byte:
            return True
    return False
