"""A check in front of a section that exists already: the section begins earlier.

Two sections, one for the check and one for the act, would still let another goroutine in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_base import base_is_steady
from gofixmap_codemods._guard_sections_groups import Dependence
from gofixmap_codemods._guard_sections_hold import Held, Holder
from gofixmap_codemods._guard_sections_model import GuardContext, Refused
from gofixmap_codemods._guard_sections_tree import Spot, covers, members_of
from msgspec import Struct

from gofixmap.codemod import nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_conduct import Conduct
    from gofixmap_codemods._guard_sections_emit import Emitter
    from gofixmap_codemods._guard_sections_hoist import Hoister
    from tree_sitter import Node

    from gofixmap.codemod import Function


class _Existing(Struct, frozen=True):
    """The statements of a list that take the lock, and where it is given back."""

    listed: Node
    number: int  # of the Lock among the members of the list
    deferred: bool  # an `defer Unlock` follows


class Extension:
    """The checks of one function that act under the lock later, and the acts of locked checks."""

    def __init__(
        self,
        context: GuardContext,
        function: Function,
        bare: Sequence[Spot],
        held: Sequence[Spot],
        conduct: Conduct,
    ) -> None:
        self._context = context
        self._function = function
        self._info = function.info
        self._bare = bare
        self._held = held
        self._conduct = conduct

    def apply(self, emitter: Emitter, hoister: Hoister) -> tuple[list[Spot], list[Held]]:
        """The spots that are left, and the sections that begin earlier. Raises Refused."""
        if not self._held or not self._bare:
            return list(self._bare), []
        dependence = Dependence(self._info, self._function.node, [*self._bare, *self._held])
        self._check_acts(dependence)
        left = list(self._bare)
        done: list[Held] = []
        while (pair := self._split_pair(dependence, left)) is not None:
            held, covered = self._extended(*pair, emitter, hoister)
            done.append(held)
            left = [spot for spot in left if not any(covers(m, spot.node) for m in covered)]
        return left, done

    def _check_acts(self, dependence: Dependence) -> None:
        for read in self._held:
            for write in self._bare:
                if _pairs(read, write) and dependence.feeds(read, write):
                    why = "it depends on what was read in an earlier section"
                    raise Refused("split-check", self._info, write.node, why)

    def _split_pair(self, dependence: Dependence, left: Sequence[Spot]) -> tuple[Spot, Spot] | None:
        for read in left:
            for write in self._held:
                if _pairs(read, write) and dependence.feeds(read, write):
                    return read, write
        return None

    def _extended(
        self, read: Spot, write: Spot, emitter: Emitter, hoister: Hoister
    ) -> tuple[Held, list[Node]]:
        existing = self._existing(write)
        members = members_of(existing.listed)
        first = next(
            (n for n, each in enumerate(members) if covers(each, read.node)), existing.number
        )
        covered = members[first : existing.number]
        if not covered or not self._conduct.are_quiet(covered):
            raise self._refused(read)
        if not base_is_steady(self._info, covered[0], members[existing.number], read):
            raise self._refused(read)
        return self._moved(existing, members, first, emitter, hoister), covered

    def _moved(
        self,
        existing: _Existing,
        members: Sequence[Node],
        first: int,
        emitter: Emitter,
        hoister: Hoister,
    ) -> Held:
        lock = members[existing.number]
        taking = [lock, members[existing.number + 1]] if existing.deferred else [lock]
        texts = [emitter.text(each) for each in taking]
        covered = members[first : existing.number]
        held = Held(list(covered))
        if not existing.deferred:
            unlock = texts[0].replace(".Lock()", ".Unlock()")
            inside = [s for s in self._bare if any(covers(m, s.node) for m in covered)]
            held = Holder(emitter, hoister, inside, (texts[0], unlock), covered).bodily()
        held.before.insert(0, (covered[0], texts))
        held.instead += [(each, []) for each in taking]
        return held

    def _existing(self, write: Spot) -> _Existing:
        """The last Lock in front of the write, in a list that holds the write."""
        lock = self._context.lock.variable
        calls = [
            each
            for each in sharing.lock_calls(self._context.graph, self._function)
            if each.lock == lock and each.node.start_byte < write.node.start_byte
        ]
        for call in reversed(calls):
            statement = call.node.parent
            if call.method != "Lock" or call.deferred or statement is None:
                continue
            listed = statement.parent
            if listed is None or not covers(listed, write.node):
                break
            members = members_of(listed)
            number = members.index(statement)
            return _Existing(listed, number, _is_deferred(members, number))
        raise self._refused(write)

    def _refused(self, spot: Spot) -> Refused:
        why = "the check and the act would be in two sections"
        return Refused("split-check", self._info, spot.node, why)


def _is_deferred(members: Sequence[Node], number: int) -> bool:
    following = members[number + 1] if number + 1 < len(members) else None
    if following is None or following.type != "defer_statement":
        return False
    call = nodes.first_named(following)
    text = (call.text or b"") if call is not None else b""
    taking = members[number].text or b""
    return text == taking.replace(b".Lock()", b".Unlock()")


def _pairs(read: Spot, write: Spot) -> bool:
    a, b = read.access, write.access
    return a.reads and b.writes and a.variable == b.variable and a.base == b.base
