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
from gofixmap_codemods._guard_sections_tree import Part, Spot, covers, members_of
from msgspec import Struct

from gofixmap.codemod import Edit, lines, nodes, sharing

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
    shared: bool = False  # it is taken for reading


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
            return self._with_guards(self._bare, emitter, hoister)
        dependence = Dependence(self._info, self._function.node, [*self._bare, *self._held])
        self._check_acts(dependence)
        left = list(self._bare)
        done: list[Held] = []
        while (pair := self._split_pair(dependence, left)) is not None:
            held, covered = self._extended(*pair, emitter, hoister)
            done.append(held)
            left = [spot for spot in left if not any(covers(m, spot.node) for m in covered)]
        left, guards = self._with_guards(left, emitter, hoister)
        return left, [*done, *guards]

    def _with_guards(
        self, bare: Sequence[Spot], emitter: Emitter, hoister: Hoister
    ) -> tuple[list[Spot], list[Held]]:
        """`if s.closed { return }` directly in front of `s.mu.Lock()`: what is done under the lock
        counts on the check."""
        left, done = list(bare), []
        for read in bare:
            existing = self._behind(read) if _leaves(read) else None
            if existing is None or read not in left:
                continue
            members = members_of(existing.listed)
            covered = members[existing.number - 1 : existing.number]
            inside = [spot for spot in left if covers(covered[0], spot.node)]
            if existing.shared and any(spot.is_exclusive for spot in inside):
                continue
            if self._conduct.are_quiet(covered) and base_is_steady(
                self._info, covered[0], members[existing.number], read
            ):
                done.append(self._moved(existing, members, existing.number - 1, emitter, hoister))
                left = [spot for spot in left if not covers(covered[0], spot.node)]
        return left, done

    def _behind(self, read: Spot) -> _Existing | None:
        """The Lock of the same value in the statement behind that of a read."""
        lock = self._context.lock.variable
        for call in sharing.lock_calls(self._context.graph, self._function):
            statement, listed = call.node.parent, read.member.parent
            if call.lock != lock or not call.takes or call.base != read.access.base:
                continue
            if statement is None or listed is None or statement.parent != listed:
                continue
            members = members_of(listed)
            number = members.index(statement)
            if not call.deferred and number and members[number - 1] == read.member:
                return _Existing(listed, number, _is_deferred(members, number), not call.exclusive)
        return None

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
            unlock = _released(texts[0])
            inside = [s for s in self._bare if any(covers(m, s.node) for m in covered)]
            held = Holder(emitter, hoister, inside, (texts[0], unlock), covered).bodily()
        held.before.insert(0, (covered[0], texts))
        self._drop(taking, held)
        return held

    def _drop(self, taking: Sequence[Node], held: Held) -> None:
        """Takes statements away that stand on lines of their own, with a blank line too many."""
        data, path = self._info.file.data, self._info.path
        start, end = taking[0].start_byte, taking[-1].end_byte
        alone = data[lines.line_start(data, start) : lines.line_end(data, end)]
        if len(alone.split()) == sum(len((each.text or b"").split()) for each in taking):
            start, end = lines.without_lines(data, start, end)
            held.edits.append(Edit(path, start, end, ""))
        else:
            held.instead += [(each, []) for each in taking]

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


def _leaves(spot: Spot) -> bool:
    """Whether a read decides in an `if` whether the function goes on at all."""
    if spot.access.writes or spot.part is not Part.TEST or spot.owner.type != "if_statement":
        return False
    if spot.owner.child_by_field_name("alternative") is not None:
        return False
    body = spot.owner.child_by_field_name("consequence")
    inside = members_of(nodes.named(body)[0]) if body is not None and nodes.named(body) else []
    return bool(inside) and inside[-1].type == "return_statement"


def _is_deferred(members: Sequence[Node], number: int) -> bool:
    following = members[number + 1] if number + 1 < len(members) else None
    if following is None or following.type != "defer_statement":
        return False
    call = nodes.first_named(following)
    text = (call.text or b"") if call is not None else b""
    return text.decode() == _released((members[number].text or b"").decode())


def _released(taking: str) -> str:
    """`c.mu.RUnlock()` for `c.mu.RLock()`."""
    return taking.replace(".Lock()", ".Unlock()").replace(".RLock()", ".RUnlock()")


def _pairs(read: Spot, write: Spot) -> bool:
    a, b = read.access, write.access
    return a.reads and b.writes and a.variable == b.variable and a.base == b.base
