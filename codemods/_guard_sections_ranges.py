"""Sections over several statements: how a planned section becomes edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_base import (
    base_is_steady,
    checks_owner,
    is_declared_before,
)
from gofixmap_codemods._guard_sections_hold import Held, Holder
from gofixmap_codemods._guard_sections_layout import Section
from gofixmap_codemods._guard_sections_model import Refused
from gofixmap_codemods._guard_sections_tree import (
    Part,
    covers,
    exits_in,
    is_jumped_into,
    is_loop_target,
    list_in,
    members_of,
    unlabeled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gofixmap_codemods._guard_sections_conduct import Conduct
    from gofixmap_codemods._guard_sections_double import Double
    from gofixmap_codemods._guard_sections_emit import Emitter
    from gofixmap_codemods._guard_sections_hoist import Front, Hoister
    from gofixmap_codemods._guard_sections_reads import Reader
    from gofixmap_codemods._guard_sections_single import Single
    from gofixmap_codemods._guard_sections_tree import Spot
    from tree_sitter import Node

    Locks = Callable[[Sequence[Spot]], tuple[str, str]]

_DECLARING = ("short_var_declaration", "var_declaration", "const_declaration", "type_declaration")


class Ranges:
    """Plans one section after the other; the smallest region that works is taken."""

    def __init__(
        self,
        emitter: Emitter,
        reader: Reader,
        conduct: Conduct,
        hoister: Hoister,
        single: Single,
        double: Double,
        locks: Locks,
    ) -> None:
        self._emitter = emitter
        self._info = emitter.info
        self._reader = reader
        self._conduct = conduct
        self._hoister = hoister
        self._single = single
        self._double = double
        self._locks = locks

    def plan(self, section: Section) -> Held:
        """Raises Refused where no shape works."""
        if len({spot.access.base for spot in section.spots}) > 1:
            return self._of_several_owners(section)
        self._check_base(section)
        locks = self._locks(section.spots)
        if not section.joined:
            return self._single.plan(section.node, section.spots, locks)
        shapes = [self._as_one_read, self._with_tail, self._simply, self._split, self._drained]
        if self._panics(section):
            shapes = [self._in_literal]
        failures: list[Refused] = []
        for shape in (*shapes, self._twice):
            try:
                held = shape(section, locks)
            except Refused as refused:
                failures.append(refused)
                continue
            if held is not None:
                return held
        raise failures[0]

    def _panics(self, section: Section) -> bool:
        return any(self._reader.panics(spot, section.spots) for spot in section.spots)

    def _check_base(self, section: Section) -> None:
        if is_loop_target(section.node):
            why = "a goto jumps to the label of the loop"
            raise Refused("calls-out-under-lock", self._info, section.node, why)
        for member in section.held[1:]:
            if is_jumped_into(member, section.held):
                why = "a goto jumps into the section"
                raise Refused("calls-out-under-lock", self._info, member, why)
        for spot in section.spots:
            if checks_owner(self._info, section.node, spot):
                why = "it may be nil, and the lock with it"
                raise Refused("nil-owner", self._info, spot.node, why)
            is_own = section.first == section.last and not section.joined
            if is_own:
                steady = is_declared_before(self._info, section.node, spot)
            else:
                steady = base_is_steady(self._info, section.node, section.held[-1], spot)
            if not steady:
                why = "what the lock belongs to changes"
                raise Refused("unstable-base", self._info, spot.root, why)

    def _of_several_owners(self, section: Section) -> Held:
        """Reads of the others first, each under its own lock: two locks are never held at once."""
        bases = list(dict.fromkeys(spot.access.base for spot in section.spots))
        groups = [[s for s in section.spots if s.access.base == base] for base in bases]
        groups.sort(key=lambda group: any(spot.access.writes for spot in group))
        is_simple = all(spot.part is Part.SIMPLE for spot in section.spots)
        reads_first = all(self._reader.can_hoist(s) for group in groups[:-1] for s in group)
        is_simple = is_simple and not self._are_nested(section.spots)
        if section.first != section.last or not is_simple or not reads_first:
            why = f"{' and '.join(sorted(bases))} have a lock each"
            raise Refused("two-locks", self._info, section.node, why)
        held = Held()
        for group in groups[:-1]:
            held.join(self._single.in_front(section.node, group, self._locks(group)))
        held.join(self._single.plan(section.node, groups[-1], self._locks(groups[-1])))
        return held

    def _are_nested(self, spots: Sequence[Spot]) -> bool:
        """Whether one access is an operand of another."""
        return any(
            covers(self._reader.event_node(outer), inner.access.node)
            for outer in spots
            for inner in spots
            if outer.access.base != inner.access.base
        )

    def _in_literal(self, section: Section, locks: tuple[str, str]) -> Held:
        """A section that may panic is a literal of its own, with a deferred Unlock."""
        first, last = section.node, section.held[-1]
        for member in section.held:
            declares = unlabeled(member).type in _DECLARING and member != last
            if declares or exits_in(self._info, member, first, last) or member != unlabeled(member):
                why = "it may panic with the lock held"
                raise Refused("may-panic", self._info, member, why)
        self._check(section.held, None)
        head = f"func() {{\n\t{locks[0]}\n\tdefer {locks[1]}"
        return Held(nodes=list(section.held), wraps=[(first, last, head, "}()")])

    def _twice(self, section: Section, locks: tuple[str, str]) -> Held | None:
        """A value that is created where it is not there yet: looked for again when it is stored."""
        if self._conduct.are_quiet(section.held) and not self._panics(section):
            return None
        return self._double.plan(section, self._locks(section.spots[:1]), locks)

    def _as_one_read(self, section: Section, locks: tuple[str, str]) -> Held | None:
        """A pointer or function that is checked and then used is read once."""
        first = section.spots[0]
        if not all(self._reader.is_same_handle(first, spot) for spot in section.spots):
            return None
        if self._conduct.are_quiet(section.held) or section.parts:
            return None
        texts, name = self._reader.copied_handle(first)
        changes = [(spot.access.node, name) for spot in section.spots]
        before = [(section.node, [locks[0], *texts, locks[1]])]
        return Held(before=before, changes=changes, read=[first.access.node])

    def _with_tail(self, section: Section, locks: tuple[str, str]) -> Held | None:
        """The last statement only reads: its reads are under the lock, the rest is not."""
        last = section.held[-1]
        reads = [spot for spot in section.spots if covers(last, spot.node)]
        if section.first == section.last or self._conduct.is_quiet(unlabeled(last)):
            return None
        if any(spot.access.writes for spot in reads):
            return None
        held = self._single.plan(last, reads, locks)
        if not held.before or held.before[0][0] != last or held.after:
            return None
        node, texts = held.before[0]
        if texts[0] != locks[0]:
            return None
        holder, front = self._holder(section, locks, section.held[:-1])
        body = holder.bodily()
        self._check(body.nodes, front)
        held.before[0] = (node, texts[1:])
        opened = self._opened(section, locks, front)
        opened.join(body)
        opened.join(held)
        return opened

    def _simply(self, section: Section, locks: tuple[str, str]) -> Held:
        holder, front = self._holder(section, locks, section.held)
        return self._closed(section, locks, front, holder.simply())

    def _split(self, section: Section, locks: tuple[str, str]) -> Held | None:
        holder, front = self._holder(section, locks, section.held)
        held = holder.split()
        return None if held is None else self._closed(section, locks, front, held)

    def _drained(self, section: Section, locks: tuple[str, str]) -> Held | None:
        """`for len(c.queue) > 0 { take; work }`: test and taking are one section of the body."""
        loop = section.node
        body = loop.child_by_field_name("body")
        listed = list_in(body)
        if section.first != section.last or loop.type != "for_statement" or listed is None:
            return None
        tests = [spot for spot in section.spots if spot.part is Part.LOOP_TEST]
        inner = [spot for spot in section.spots if spot not in tests]
        members = members_of(listed)
        if not tests or not inner or not all(covers(listed, spot.node) for spot in inner):
            return None
        count = max(n + 1 for n, m in enumerate(members) if any(covers(m, s.node) for s in inner))
        held = self._single.opened_loop(loop, locks)
        holder = Holder(self._emitter, self._hoister, section.spots, locks, members[:count])
        held.join(holder.simply())
        self._check(held.nodes, None)
        return held

    def _closed(self, section: Section, locks: tuple[str, str], front: Front, held: Held) -> Held:
        self._check(held.nodes, front)
        opened = self._opened(section, locks, front)
        opened.join(held)
        return opened

    def _opened(self, section: Section, locks: tuple[str, str], front: Front) -> Held:
        texts = [*front.before, locks[0]]
        return Held(before=[(section.node, texts)], changes=list(front.changes))

    def _holder(
        self, section: Section, locks: tuple[str, str], members: Sequence[Node]
    ) -> tuple[Holder, Front]:
        first = members[0]
        inside = [spot for spot in section.spots if covers(first, spot.node)]
        front = self._hoister.first_calls(first, inside)
        return Holder(self._emitter, self._hoister, section.spots, locks, members), front

    def _check(self, held: Sequence[Node], front: Front | None) -> None:
        """Refuses what must not run under the lock, calls that went in front left out."""
        gone = [call for call, _ in front.changes] if front is not None else []
        for node in held:
            for blocker in self._conduct.blockers(node):
                if not any(covers(call, blocker.node) for call in gone):
                    raise Refused(blocker.reason, self._info, blocker.node, blocker.why)
