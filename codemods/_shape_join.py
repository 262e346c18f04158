"""A goroutine that outlives what it uses: nothing waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._shape_bodies import Body, Shared, Use, waits_in
from gofixmap_codemods._shape_remedy import MissingJoin

from gofixmap.codemod import enclosing, nodes, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node


def missing_join(shared: Shared) -> MissingJoin | None:
    """The first goroutine that uses the variable and that nothing waits for, where the code that
    started it goes on to use the variable; started by the function itself or by one it calls."""
    for body in shared.bodies:
        if not _is_left_alone(shared, body):
            continue
        met = _conflicting(shared, body.start, _writes(shared, shared.uses(body)))
        if met is not None:
            return _missing(shared, shared.place(body.start), met)
    return _missing_in_callee(shared)


def _missing(shared: Shared, where: str, met: Node) -> MissingJoin:
    message = f"{shared.name} is used by a goroutine that may outlive the use of its result"
    return MissingJoin(message, where, f"the use of {shared.name} at {shared.place(met)}", met)


def _missing_in_callee(shared: Shared) -> MissingJoin | None:
    """`start(v)`, which hands v to a goroutine and returns without waiting for it."""
    for use in shared.uses(None):
        found = None if use.is_nested else shared.parameter_given(use.node)
        if found is None:
            continue
        call, inner = found
        left = [body for body in inner.bodies if _is_left_alone(inner, body)]
        if not left or waits_in(shared.block, call) or _holds_lock(shared):
            continue
        met = _conflicting(shared, call, _writes(inner, inner.uses(left[0])))
        if met is not None:
            return _missing(shared, inner.place(left[0].start), met)
    return None


def _is_left_alone(shared: Shared, body: Body) -> bool:
    """Whether nothing waits for a goroutine, and it is not meant to run beside its starter."""
    if body.is_subtest or _runs_on(body) or _holds_lock(shared):
        return False
    return not waits_in(shared.block, body.start)


def _writes(shared: Shared, uses: Sequence[Use]) -> bool:
    """Whether one of the uses writes the variable, or elements of what it holds."""
    found = sharing.accesses_of(shared.context.semantics, shared.variable).all
    written = {each.node.start_byte for each in found if each.may_write}
    return any(use.node.start_byte in written for use in uses)


def _conflicting(shared: Shared, start: Node, inside_writes: bool) -> Node | None:
    """The first use behind the start that needs the goroutine to have ended."""
    for use in shared.uses(None):
        if use.node.start_byte < start.end_byte or use.is_nested:
            continue
        if _is_polled(use.node, start):
            return None
        if inside_writes or _writes(shared, [use]):
            return use.node
    return None


def _runs_on(body: Body) -> bool:
    """Whether the goroutine has a loop without an end of its own: it is meant to run beside."""
    for node in walk(body.block):
        if node.type == "for_statement":
            header = [c for c in nodes.named(node) if c.type != "block"]
            if not header or b"<-" in (header[0].text or b""):
                return True
    return False


def _is_polled(node: Node, start: Node) -> bool:
    """Whether a loop behind the start looks at the variable until it has changed."""
    loop = enclosing(node, "for_statement")
    if loop is None or loop.start_byte < start.start_byte:
        return False
    header = next((c for c in nodes.named(loop) if c.type != "block"), None)
    return header is None or header.type != "range_clause"


def _holds_lock(shared: Shared) -> bool:
    """Whether the function locks anything: then it is meant to run beside the goroutine."""
    return any(
        node.type == "call_expression" and (node.text or b"").endswith((b".Lock()", b".RLock()"))
        for node in walk(shared.function)
    )
