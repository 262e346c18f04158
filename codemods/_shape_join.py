"""A goroutine that outlives what it uses: nothing waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._shape_bodies import Body, Shared, waits_in
from gofixmap_codemods._shape_remedy import MissingJoin

from gofixmap.codemod import enclosing, nodes, walk

if TYPE_CHECKING:
    from tree_sitter import Node


def missing_join(shared: Shared) -> MissingJoin | None:
    """The first goroutine of the function that uses its variable and that nothing waits for."""
    if _holds_lock(shared):
        return None
    for body in shared.bodies:
        if body.is_subtest or _runs_on(body) or waits_in(shared.block, body.start):
            continue
        met = _conflicting(shared, body)
        if met is not None:
            where, what = (
                shared.place(body.start),
                f"the use of {shared.name} at {shared.place(met)}",
            )
            message = f"{shared.name} is used by a goroutine that may outlive the use of its result"
            return MissingJoin(message, where, what, met)
    return None


def _conflicting(shared: Shared, body: Body) -> Node | None:
    """The first use behind the start that needs the goroutine to have ended."""
    inside = shared.uses(body)
    writes = any(use.access.kind.name not in ("READ", "FEED") for use in inside)
    for use in shared.uses(None):
        if use.node.start_byte < body.literal.end_byte or use.is_nested:
            continue
        if _is_polled(use.node, body):
            return None
        if writes or use.access.kind.name not in ("READ", "FEED"):
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


def _is_polled(node: Node, body: Body) -> bool:
    """Whether a loop behind the start looks at the variable again and again."""
    loop = enclosing(node, "for_statement")
    return loop is not None and loop.start_byte > body.start.start_byte


def _holds_lock(shared: Shared) -> bool:
    """Whether the function locks anything: then it is meant to run beside the goroutine."""
    return any(
        node.type == "call_expression" and (node.text or b"").endswith((b".Lock()", b".RLock()"))
        for node in walk(shared.function)
    )
