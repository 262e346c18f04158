"""What may run while the lock is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_format import may_call
from gofixmap_codemods._guard_sections_spin import spins
from gofixmap_codemods._guard_sections_tree import covers, is_ending_call, own_nodes
from msgspec import Struct

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_model import GuardContext
    from tree_sitter import Node

    from gofixmap.codemod import Access, Function

_CALLS = (sharing.CallKind.CALL, sharing.CallKind.DEFER, sharing.CallKind.CALLBACK)


class Blocker(Struct, frozen=True):
    """Code that must not run under the lock, and why as a decline id and a phrase."""

    node: Node
    reason: str
    why: str


_WHY = {
    "blocks": "may block",
    "calls-back": "calls code that is not known",
    "locks": "takes a lock",
    "unknown": "runs code that is not known",
}


class Conduct:
    """The code of one function that must stay outside of its sections."""

    def __init__(
        self, context: GuardContext, function: Function, accesses: Sequence[Access]
    ) -> None:
        self._context = context
        self._info = function.info
        self._function = function
        self._accesses = accesses
        self._known = {
            each.expression.id for each in accesses if each.node == each.expression
        }  # calls that stand for what their callee does under the lock
        self._relocks = list(self._find_relocks())
        self._found: dict[int, list[Blocker]] = {}

    def _find_relocks(self) -> Iterator[Blocker]:
        """Calls that take this very lock, and the calls that lock and unlock it here."""
        locking = self._context.locking | {self._function.top}
        for call in self._context.graph.calls_in(self._function):
            if call.node.id in self._known or call.kind not in _CALLS:
                continue
            if call.callee is not None and call.callee in locking:
                why = f"{call.callee.name} takes the same lock"
                yield Blocker(call.node, "reenters", why)
            elif (method := may_call(self._context.graph, call, locking)) is not None:
                why = f"{call.name} may call {method.name}, which takes the same lock"
                yield Blocker(call.node, "reenters", why)
        lock = self._context.lock.variable
        if lock is not None:
            for each in sharing.lock_calls(self._context.graph, self._function):
                if each.lock == lock:
                    yield Blocker(each.node, "reenters", "the lock is taken or released here")

    @property
    def relocking(self) -> list[Node]:
        """The calls of functions that take this lock."""
        return [each.node for each in self._relocks if each.node.type == "call_expression"]

    def blockers(self, node: Node) -> list[Blocker]:
        """What inside `node` must not run under the lock, in source order, the outer before the
        inner; function literals that are not run count as nothing."""
        if node.id not in self._found:
            self._found[node.id] = list(self._blockers(node))
        return self._found[node.id]

    def _blockers(self, node: Node) -> Iterator[Blocker]:
        relocks = {each.node.id: each for each in self._relocks if covers(node, each.node)}
        yield from relocks.values()
        for each in own_nodes(node):
            if each.type == "for_statement" and spins(self._info, each, self._accesses):
                why = "may wait for another goroutine"
                yield Blocker(each, "calls-out-under-lock", why)
        for where, conduct in sharing.region_conduct(self._context.graph, self._info, [node]):
            if where.id in relocks or where.id in self._known or self._is_ending(where):
                continue
            if where.type == "go_statement":
                continue  # what it starts does not run under the lock
            why = _WHY.get(conduct.value.replace("_", "-"), "may block")
            yield Blocker(where, "calls-out-under-lock", why)

    def _is_ending(self, where: Node) -> bool:
        """A panic; the lock is released in front of it."""
        parent = where.parent
        return parent is not None and is_ending_call(self._info, parent)

    def is_quiet(self, node: Node) -> bool:
        return not self.blockers(node)

    def are_quiet(self, nodes: Iterable[Node]) -> bool:
        return all(self.is_quiet(each) for each in nodes)

    def is_blocker(self, node: Node) -> bool:
        """Whether this very call or receive must not run under the lock."""
        return any(each.node == node for each in self.blockers(node))
