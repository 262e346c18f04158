"""Deferred releases in loops: which ones pile up, and whether they can run per iteration.

What is closed by hand as well before the loop comes round is deferred for the ways out alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import (
    comes_round,
    function_around,
    holds,
    inside,
    is_short,
    loops_around,
)
from gofixmap_codemods._leak_found import Leak
from gofixmap_codemods._leak_outlive import Kept, outlives
from gofixmap_codemods._leak_plain import released_plainly
from gofixmap_codemods._leak_releases import (
    Release,
    acquisition,
    is_acquired,
    is_declared_in,
    recovers,
    release_of,
    released_early,
)
from gofixmap_codemods._leak_wrap import Iteration, hides_result_types
from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import Edit, ancestors, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

_FEW = 3  # iterations over a list that everyone can count


class Piling(Struct, frozen=True):
    """A deferred release that a loop repeats. `body` is the iteration's block."""

    info: FileInfo
    statement: Node
    release: Release
    loop: Node
    body: Node
    function: Node

    @property
    def resources(self) -> list[Object]:
        """What the release ends: the variable, or what came with a cancel or clean-up function."""
        if self.release.kind not in ("cancel", "function"):
            return [self.release.variable]
        setting = acquisition(self.info, self.release.variable, self.body, self.statement)
        left = setting.child_by_field_name("left") if setting is not None else None
        targets = nodes.expression_items(left) if left is not None else []
        found = [self.info.object_of(each) for each in targets if each.type == "identifier"]
        return [
            each
            for each in found
            if each is not None and each.kind == "var" and each is not self.release.variable
            if str(each.type) != "error"
        ]


def piling(info: FileInfo, statement: Node) -> Piling | None:
    """The defer statement as one that piles up; None where it does not, or is meant to."""
    call, function = nodes.first_named(statement), function_around(statement)
    loops = [] if info.file.is_test else loops_around(statement)  # a test ends soon anyway
    if call is None or function is None or not loops or call.type != "call_expression":
        return None
    release = release_of(info, call)
    early = released_early(info, function, statement, release) if release is not None else ()
    loop = next((each for each in loops if comes_round(info, statement, each, early)), None)
    body = loop.child_by_field_name("body") if loop is not None else None
    if release is None or loop is None or body is None:
        return None
    found = Piling(info, statement, release, loop, body, function)
    return found if _is_of_iteration(found) and not is_short(info, loop, _FEW) else None


def _is_of_iteration(found: Piling) -> bool:
    """Whether the iteration itself takes and uses what is released."""
    info, release, body = found.info, found.release, found.body
    if not is_acquired(info, release, body, found.statement):
        return False
    if release.kind in ("unlock", "done"):
        return _is_of_one(found)
    setting = acquisition(info, release.variable, body, found.statement)
    if setting is None or _is_first(found, setting):
        return False
    apart = [found.statement, setting]
    return any(
        not any(holds(each, use) for each in apart) and not _is_checked(use)
        for resource in found.resources
        for use in info.uses_in(resource, body)
    )


def _is_of_one(found: Piling) -> bool:
    """Whether every iteration locks the same: locks of all elements, or one that is taken when it
    is first needed, may be meant to be held until the end."""
    at, body = found.release.variable.span.start, found.body
    listed = found.statement.parent
    outside = not found.loop.start_byte <= at < body.end_byte
    is_always = listed is not None and listed.parent == body
    return (outside or not found.release.variable.is_local) and is_always


def _is_first(found: Piling, setting: Node) -> bool:
    """Whether it is made when there is none yet, for all turns: `if timer == nil { ... }`."""
    variable = found.release.variable
    if is_declared_in(variable, found.body):
        return False
    conditions = (
        each.child_by_field_name("condition")
        for each in ancestors(setting, found.body)
        if each.type == "if_statement"
    )
    return any(
        found.info.uses_in(variable, each)
        for each in conditions
        if each is not None and each.end_byte <= setting.start_byte
    )


def _is_checked(use: Node) -> bool:
    """`f == nil` and `f != nil` are no use of it."""
    parent = use.parent
    return parent is not None and parent.type == "binary_expression"


def piling_up(info: FileInfo, statement: Node) -> Iterator[Leak]:
    """A defer statement that a loop repeats: released per iteration, or what is in the way."""
    found = piling(info, statement)
    if found is None:
        return
    text = info.file.text(found.release.call).partition("\n")[0]
    message = f"{text} is deferred in a loop: it runs when the function returns, once per iteration"
    leak = Leak(statement, message, "Release at the end of each iteration")
    obstacle = _obstacle(found)
    if obstacle is None:
        edits = _edits(found)
        obstacle = _Obstacle("control-flow", statement) if edits is None else None
        leak = replace(leak, edits=edits or ())
    if obstacle is not None:
        leak = replace(leak, reason=obstacle.reason, place=obstacle.node, how=obstacle.how)
    yield leak


def _edits(found: Piling) -> tuple[Edit, ...] | None:
    iteration = Iteration(found.info, found.loop, found.body, found.function)
    edits = released_plainly(iteration, found.statement, found.release)
    if edits is None and not hides_result_types(found.info, found.function, found.body):
        edits = iteration.wrapped()
    return edits


class _Obstacle(Struct, frozen=True):
    """Why the release cannot run per iteration: an id of `declines` and what it names."""

    reason: str
    node: Node
    how: str = ""


def _obstacle(found: Piling) -> _Obstacle | None:
    kept = _kept(found)
    if kept is not None:
        return _Obstacle("outlives-iteration", kept.node, kept.how)
    if recovers(found.body):
        return _Obstacle("recover", found.statement)
    for other in (each for each in inside(found.body) if each.type == "defer_statement"):
        if _names_result(found, other):
            return _Obstacle("named-result", other)
        if other != found.statement:
            obstacle = _beside(found, other)
            if obstacle is not None:
                return obstacle
    return None


def _kept(found: Piling) -> Kept | None:
    for resource in found.resources:
        if found.release.kind in ("unlock", "done"):
            return None
        kept = outlives(found.info, resource, found.body)
        if kept is not None:
            return replace(kept, how=f"{resource.name} {kept.how}")
    return None


def _beside(found: Piling, other: Node) -> _Obstacle | None:
    """Another defer of the body, which the literal would move as well."""
    call = nodes.first_named(other)
    release = release_of(found.info, call) if call is not None else None
    if release is None or not is_acquired(found.info, release, found.body, other):
        return _Obstacle("other-defer", other)
    beside = Piling(found.info, other, release, found.loop, found.body, found.function)
    kept = _kept(beside)
    return _Obstacle("outlives-iteration", kept.node, kept.how) if kept is not None else None


def _names_result(found: Piling, deferred: Node) -> bool:
    """Whether a deferred call has to do with a named result of the function."""
    for node in inside(deferred, literals=True):
        variable = found.info.object_of(node) if node.type == "identifier" else None
        is_result = variable is not None and variable.role == "result"
        if variable is not None and is_result and not is_declared_in(variable, deferred):
            return True
    return False
