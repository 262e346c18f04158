"""Releases called before each way out that leaves a value open, and behind its last use.

For values that some ways hand over or release themselves, and for loops, where a deferred call
would run when the function returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._body_gather import Release, gathered
from gofixmap_codemods._body_jumps import jumps_out_of
from gofixmap_codemods._body_spots import Refused, Spot

from gofixmap.codemod import lifetime, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Edit


def explicit_edits(spot: Spot, outcome: lifetime.Outcome, text: str) -> tuple[Edit, ...]:
    """Edits that call the release on the ways out; raises Refused where that is not possible."""
    it = spot.it
    region = _region(spot)
    used = _used(it, outcome)
    if not _are_inside(used, region, spot.check):
        early = _at_leaks(it, outcome, region, used)
        return tuple(edit for each in early for edit in each.edits(it.info.file, text))
    reading = [each for each in used if not _is_plain_field(it, each)]
    if not any(_holds_any(each, used) for each in region) or not (outcome.ends or reading):
        return spot.write(text)
    releases = gathered(it, outcome, region, reading)
    if releases is None:
        releases = _at_each_way_out(it, outcome, region, used)
    if not releases:
        raise Refused("some-paths")
    return tuple(edit for each in releases for edit in each.edits(it.info.file, text))


def _at_each_way_out(
    it: lifetime.Obligation, outcome: lifetime.Outcome, region: list[Node], used: list[Node]
) -> list[Release]:
    last = max(at for at, each in enumerate(region) if _holds_any(each, used))
    paths = lifetime.Paths.of(it.info, it.function)
    ended = {paths.point_of(each) for each in outcome.ends}
    releases = []
    for statement in region[: last + 1]:
        for jump in (*jumps_out_of(statement), *_losing(outcome, statement)):
            point = paths.point_of(jump)
            if point not in ended and _is_open(outcome, point):
                _require_unread(it, jump, used)
                releases.append(Release(jump, before=True))
    if _is_open(outcome, paths.end_of(region[last])):
        releases.append(Release(region[last], before=False))
    return releases


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


def _are_inside(used: list[Node], region: list[Node], check: lifetime.Check) -> bool:
    """Whether the value is used in the region only, but for the check itself."""
    for use in used:
        inside = any(each.start_byte <= use.start_byte < each.end_byte for each in region)
        before = use.start_byte < check.statement.end_byte and check.block is None
        in_check = check.block is not None and use.start_byte < check.block.start_byte
        if not (inside or before or in_check):
            return False
    return True


def _at_leaks(
    it: lifetime.Obligation, outcome: lifetime.Outcome, region: list[Node], used: list[Node]
) -> list[Release]:
    """Releases before the returns that leave the value open, all of them in the region: what is
    behind it has the value by another name, `stdout = f`, and sees to it."""
    leaving = [each.node for each in outcome.exits if each.kind == "return"]
    returns = [node for node in leaving if node is not None and _is_return_in(region, node)]
    if len(returns) < len(outcome.exits):
        raise Refused("used-outside")
    for each in returns:
        _require_unread(it, each, used)
    releases = [Release(each, before=True) for each in returns]
    paths = lifetime.Paths.of(it.info, it.function)
    points = frozenset(at for each in releases if (at := each.point(paths)) is not None)
    walked = lifetime.released_at(it, outcome, points)
    if walked.exits or not points <= walked.open or points & walked.shut:
        raise Refused("some-paths")
    return releases


def _is_return_in(region: list[Node], node: Node) -> bool:
    return node.type == "return_statement" and any(_holds_any(each, [node]) for each in region)


def _holds_any(statement: Node, used: list[Node]) -> bool:
    return any(statement.start_byte <= use.start_byte < statement.end_byte for use in used)


def _is_open(outcome: lifetime.Outcome, point: int | None) -> bool:
    """Whether the value is open at a point; raises Refused where that depends on the way there."""
    if point is None or point not in outcome.open:
        return False
    if point in outcome.shut:
        raise Refused("some-paths")
    return True


def _losing(outcome: lifetime.Outcome, statement: Node) -> Iterator[Node]:
    """The statements that give the variable another value while it is open."""
    for each in outcome.exits:
        node = each.node
        if each.kind != "lost" or node is None or not _holds_any(statement, [node]):
            continue
        if node.parent is None or node.parent.type != "statement_list":
            raise Refused("some-paths")
        yield node


def _require_unread(it: lifetime.Obligation, jump: Node, used: list[Node]) -> None:
    """What a return gives must not need the value, but for its plain fields."""
    for use in used:
        within = jump.start_byte <= use.start_byte < jump.end_byte
        if within and not _is_plain_field(it, use) and not _is_set(jump, use):
            raise Refused("read-in-return")


def _is_set(statement: Node, use: Node) -> bool:
    """Whether a statement gives the variable another value at a use, and does not read it there."""
    left = statement.child_by_field_name("left")
    return left is not None and use in nodes.expression_items(left)


def _is_plain_field(it: lifetime.Obligation, use: Node) -> bool:
    """`resp.StatusCode`, `resp.Header`, `f.Name()`: as good after the release as before."""
    selector = use.parent
    if selector is None or selector.type != "selector_expression":
        return False
    chosen = it.info.selection(selector)
    if chosen is not None and chosen.kind == "field":
        return chosen.name != it.kind.through
    call = nodes.call_of(selector)
    return call is not None and lifetime.called_name(it.info, call) == "(*os.File).Name"
