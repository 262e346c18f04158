"""Releases called before each way out that leaves a value open, and behind its last use.

For values that some ways hand over or release themselves, and for loops, where a deferred call
would run when the function returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._body_spots import Refused, Spot

from gofixmap.codemod import ancestors, insert_after, insert_before, lifetime, nodes, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Edit

_JUMPS = ("return_statement", "break_statement", "continue_statement", "goto_statement")
_BREAKABLE = (
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "select_statement",
)


def explicit_edits(spot: Spot, outcome: lifetime.Outcome, text: str) -> tuple[Edit, ...]:
    """Edits that call the release on the ways out; raises Refused where that is not possible."""
    it = spot.it
    region = _region(spot)
    used = _used(it, outcome)
    _require_inside(used, region, spot.check)
    last = max((at for at, each in enumerate(region) if _holds_any(each, used)), default=-1)
    if last < 0 or (not outcome.ends and all(_is_plain_field(it, each) for each in used)):
        return spot.write(text)
    paths = lifetime.Paths.of(it.info, it.function)
    ended = {paths.point_of(each) for each in outcome.ends}
    edits: list[Edit] = []
    for statement in region[: last + 1]:
        for jump in (*_jumps_out_of(statement), *_losing(outcome, statement)):
            if paths.point_of(jump) in ended or not _is_open(outcome, paths.point_of(jump)):
                continue
            _require_unread(it, jump, used)
            edits += insert_before(it.info.file, jump, [text])
    if _is_open(outcome, paths.end_of(region[last])):
        edits += insert_after(it.info.file, region[last], [text])
    if not edits:
        raise Refused("some-paths")
    return tuple(edits)


def _region(spot: Spot) -> list[Node]:
    """The statements that run with the value there, in their list."""
    listed = spot.statements
    if listed is None or (spot.check.block is None and spot.is_header):
        return []
    if listed.type not in ("statement_list", "block"):
        raise Refused("check-elsewhere")
    start = listed.start_byte if spot.check.block is not None else spot.check.statement.end_byte
    return [each for each in nodes.named(listed) if each.start_byte >= start]


def _used(it: lifetime.Obligation, outcome: lifetime.Outcome) -> list[Node]:
    """Every use, behind the call, of the locals that hold the value or memory of it."""
    found = [use for obj in outcome.locals for use in it.info.uses_in(obj, it.function)]
    end = it.statement.end_byte
    return sorted((use for use in found if use.start_byte >= end), key=lambda node: node.start_byte)


def _require_inside(used: list[Node], region: list[Node], check: lifetime.Check) -> None:
    """The value must not be used outside of the region, but for the check itself."""
    for use in used:
        inside = any(each.start_byte <= use.start_byte < each.end_byte for each in region)
        before = use.start_byte < check.statement.end_byte and check.block is None
        in_check = check.block is not None and use.start_byte < check.block.start_byte
        if not (inside or before or in_check):
            raise Refused("used-outside")


def _holds_any(statement: Node, used: list[Node]) -> bool:
    return any(statement.start_byte <= use.start_byte < statement.end_byte for use in used)


def _is_open(outcome: lifetime.Outcome, point: int | None) -> bool:
    """Whether the value is open at a point; raises Refused where that depends on the way there."""
    if point is None or point not in outcome.open:
        return False
    if point in outcome.shut:
        raise Refused("some-paths")
    return True


def _jumps_out_of(statement: Node) -> Iterator[Node]:
    """The jumps in a statement of the region that lead out of it; those in literals are theirs."""
    for node in walk(statement):
        if node.type not in _JUMPS or _is_in_literal(node, statement):
            continue
        if node.type == "goto_statement":
            raise Refused("goto")
        if node.type == "return_statement" or not _stays_in(node, statement):
            yield node


def _losing(outcome: lifetime.Outcome, statement: Node) -> Iterator[Node]:
    """The statements that give the variable another value while it is open."""
    for each in outcome.exits:
        node = each.node
        if each.kind != "lost" or node is None or not _holds_any(statement, [node]):
            continue
        if node.parent is None or node.parent.type != "statement_list":
            raise Refused("some-paths")
        yield node


def _is_in_literal(node: Node, statement: Node) -> bool:
    for each in ancestors(node):
        if each.start_byte < statement.start_byte or each.end_byte > statement.end_byte:
            return False
        if each.type == "func_literal":
            return True
    return False


def _stays_in(jump: Node, statement: Node) -> bool:
    """Whether a break or continue is about a statement inside `statement`."""
    label = nodes.first_named(jump)
    for each in ancestors(jump):
        if each.start_byte < statement.start_byte or each.end_byte > statement.end_byte:
            return False
        if label is not None:
            name = nodes.first_named(each) if each.type == "labeled_statement" else None
            if name is not None and name.text == label.text:
                return True
        elif each.type == "for_statement" or (
            jump.type == "break_statement" and each.type in _BREAKABLE
        ):
            return True
    return False


def _require_unread(it: lifetime.Obligation, jump: Node, used: list[Node]) -> None:
    """What a return gives must not need the value, but for its plain fields."""
    for use in used:
        if jump.start_byte <= use.start_byte < jump.end_byte and not _is_plain_field(it, use):
            raise Refused("read-in-return")


def _is_plain_field(it: lifetime.Obligation, use: Node) -> bool:
    """`resp.StatusCode`, `resp.Header`: as good after the release as before."""
    selector = use.parent
    if selector is None or selector.type != "selector_expression":
        return False
    chosen = it.info.selection(selector)
    return chosen is not None and chosen.kind == "field" and chosen.name != it.kind.through
