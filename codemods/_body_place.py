"""Where a release goes: deferred behind the error check, moved up, or called before each exit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._body_explicit import explicit_edits
from gofixmap_codemods._body_spots import Refused, Spot, guarded_spot, spot_of
from gofixmap_codemods._body_text import Wording
from gofixmap_codemods._leak_flow import comes_round, loops_around
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    enclosing,
    lifetime,
    node_text,
    nodes,
    pattern,
    replace_statement,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Plan", "Refused", "plan_release"]


class Plan(Struct, frozen=True):
    """Edits that release a value on every way out. `how` is deferred, moved or explicit."""

    title: str
    edits: tuple[Edit, ...]
    how: str
    spot: Spot

    @property
    def check(self) -> lifetime.Check:
        return self.spot.check


def plan_release(it: lifetime.Obligation, outcome: lifetime.Outcome, wording: Wording) -> Plan:
    """The edits for a value that leaks; raises Refused where there are none."""
    repeats = any(_repeats(it, each) for each in outcome.exits)
    guarded = None if repeats else guarded_spot(it, "mixed-check", "check-elsewhere")
    spot = guarded or spot_of(it)
    plan = None if repeats else _deferred(it, outcome, wording, spot)
    if plan is not None:
        return plan
    edits = explicit_edits(spot_of(it), outcome, wording.statement)
    where = "in each iteration" if repeats else "on the ways out that leave it open"
    return Plan(f"Call {wording.call} {where}", edits, "explicit", spot)


def _repeats(it: lifetime.Obligation, leaving: lifetime.Exit) -> bool:
    """Whether the value stays open in a loop that goes on: the call is run again, or the variable
    is given another value there."""
    if leaving.kind != "lost" or leaving.node is None:
        return leaving.kind == "again"
    loop = enclosing(it.statement, "for_statement", "func_literal", *_DECLARED)
    while loop is not None and loop.type == "for_statement" and not _holds(loop, leaving.node):
        loop = enclosing(loop, "for_statement", "func_literal", *_DECLARED)
    return loop is not None and loop.type == "for_statement"


_DECLARED = ("function_declaration", "method_declaration")


def _holds(region: Node, node: Node) -> bool:
    return region.start_byte <= node.start_byte and node.end_byte <= region.end_byte


def _deferred(
    it: lifetime.Obligation, outcome: lifetime.Outcome, wording: Wording, spot: Spot
) -> Plan | None:
    """A deferred release, new or in the place of a later one; None where others end it too."""
    if not outcome.ends:
        edits = spot.write(wording.deferred(rebound=lifetime.is_rebound(it)))
        return Plan(f"Defer {wording.call} behind the error check", edits, "deferred", spot)
    late = _late_releases(it, outcome, spot)
    if not late:
        return None
    file = it.info.file
    text = node_text(file, late[0])
    if late[0].type != "defer_statement":
        text = wording.deferred(rebound=False)
    removed = [edit for each in late for edit in replace_statement(file, each, [])]
    edits = (*spot.write(text), *removed)
    return Plan(f"Defer {wording.call} before the first return", edits, "moved", spot)


def _late_releases(it: lifetime.Obligation, outcome: lifetime.Outcome, spot: Spot) -> list[Node]:
    """The statements that release the value, where one defer at the spot can replace them all.

    They are deferred, or there is one plain call, in the list behind the spot.
    """
    if outcome.escapes or lifetime.is_rebound(it):
        return []
    paths = lifetime.Paths.of(it.info, it.function)
    found = [paths.part_of(each) for each in outcome.ends]
    late = list({each.start_byte: each for each in found if each is not None}.values())
    if None in found or not all(_is_behind(spot, each) for each in late):
        return []
    if late and all(each.type == "defer_statement" for each in late):
        return late if all(_can_move(it, each) for each in late) else []
    if len(late) != 1 or late[0].parent != spot.statements:
        return []
    if any(comes_round(it.info, late[0], loop) for loop in loops_around(it.statement)):
        return []  # the next turn would open another before a deferred call closes this one
    if not _is_plain_call(it, late[0], outcome.ends[0]) or _is_before_deferred(it, late[0]):
        return []
    return late if _ends_soon(it, late[0]) else []


def _is_behind(spot: Spot, release: Node) -> bool:
    """Whether a release is met by way of the spot alone: behind the list of statements it is in,
    another branch may need the release as well."""
    listed = spot.statements
    return listed is not None and _holds(listed, release)


def _can_move(it: lifetime.Obligation, deferred: Node) -> bool:
    """Whether a defer needs nothing but the value, and its block has other statements."""
    listed = deferred.parent
    if listed is None or listed.type != "statement_list" or len(nodes.named(listed)) < 2:
        return False
    return not _names_other_locals(it, deferred)


def _is_plain_call(it: lifetime.Obligation, statement: Node, release: Node) -> bool:
    """`resp.Body.Close()`, or the same with its error assigned to the blank identifier."""
    if Wording(it.kind, it.name).call != it.info.file.text(release):
        return False
    if statement.type == "assignment_statement":
        return it.info.file.text(statement) == f"_ = {it.info.file.text(release)}"
    return statement.type == "expression_statement"


def _is_before_deferred(it: lifetime.Obligation, release: Node) -> bool:
    """Whether a release runs today before what is deferred in front of it, and may have to: files
    that are removed at the end are closed by then."""
    return it.kind is not lifetime.BODY and any(
        node.type == "defer_statement" and it.statement.end_byte <= node.start_byte
        for node in _siblings_before(release)
    )


def _siblings_before(statement: Node) -> Iterator[Node]:
    node = statement.prev_named_sibling
    while node is not None:
        yield node
        node = node.prev_named_sibling


def _ends_soon(it: lifetime.Obligation, statement: Node) -> bool:
    """Whether the function does nothing behind a statement that may take its time, or that may
    need what the statement has released: a file's name, the end of who waits for a connection."""
    node = statement
    while node != it.function and node.parent is not None:
        following = _following(node) if node.parent.type == "statement_list" else []
        if any(_delays(it, each) for behind in following for each in walk(behind)):
            return False
        if following and following[-1].type == "return_statement":
            return True
        node = node.parent
    return True


def _following(statement: Node) -> list[Node]:
    found: list[Node] = []
    node = statement.next_named_sibling
    while node is not None:
        found.append(node)
        node = node.next_named_sibling
    return found


def _delays(it: lifetime.Obligation, node: Node) -> bool:
    """Whether a part of what follows takes its time or, but for a response, may need the end."""
    if node.type != "call_expression":
        return node.type in _LONG
    if it.kind is lifetime.BODY or it.info.is_conversion(node):
        function = node.child_by_field_name("function")
        return function is not None and _SLOW.search(function.text or b"") is not None
    return _QUIET.fullmatch(lifetime.called_name(it.info, node)) is None


_LONG = frozenset(
    {"for_statement", "select_statement", "receive_statement", "send_statement", "defer_statement"}
)
_SLOW = pattern(rb"\b(?:Wait|Sleep|Run|Serve|Listen)\w*$")
# What touches neither files nor goroutines: builtin functions, and those that work on text.
_QUIET = pattern(
    r"\w+|\(error\)\.Error|path(?:/filepath)?\.(?:Base|Clean|Dir|Ext|Join)|"
    r"\(?\*?(?:bytes|encoding/\w+|errors|fmt|hash(?:/\w+)?|crypto/\w+|html|log|maps|math(?:/\w+)?|"
    r"net/url|regexp|slices|sort|strconv|strings|unicode(?:/\w+)?)\.\w+(?:\)\.\w+)?"
)


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
