"""Sections over several statements: how a planned section becomes edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_hold import Held, Holder
from gofixmap_codemods._guard_sections_layout import Section, base_is_steady
from gofixmap_codemods._guard_sections_model import Refused
from gofixmap_codemods._guard_sections_tree import covers, unlabeled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gofixmap_codemods._guard_sections_conduct import Conduct
    from gofixmap_codemods._guard_sections_emit import Emitter
    from gofixmap_codemods._guard_sections_hoist import Front, Hoister
    from gofixmap_codemods._guard_sections_single import Single
    from tree_sitter import Node


class Ranges:
    """Plans one section after the other; the smallest region that works is taken."""

    def __init__(
        self, emitter: Emitter, conduct: Conduct, hoister: Hoister, single: Single
    ) -> None:
        self._emitter = emitter
        self._info = emitter.info
        self._conduct = conduct
        self._hoister = hoister
        self._single = single

    def plan(self, section: Section, locks: tuple[str, str]) -> Held:
        """Raises Refused where no shape works."""
        self._check_bases(section)
        if not section.joined:
            return self._single.plan(section.node, section.spots, locks)
        failures: list[Refused] = []
        for shape in (self._with_tail, self._simply, self._split):
            try:
                held = shape(section, locks)
            except Refused as refused:
                failures.append(refused)
                continue
            if held is not None:
                return held
        raise failures[0]

    def _check_bases(self, section: Section) -> None:
        bases = {spot.access.base for spot in section.spots}
        if len(bases) > 1:
            why = f"{' and '.join(sorted(bases))} have a lock each"
            raise Refused("two-locks", self._info, section.node, why)
        for spot in section.spots:
            if not base_is_steady(self._info, section.node, section.held[-1], spot):
                is_own = section.first == section.last and not section.joined
                if not is_own:
                    why = "what the lock belongs to changes"
                    raise Refused("unstable-base", self._info, spot.access.node, why)

    def _with_tail(self, section: Section, locks: tuple[str, str]) -> Held | None:
        """The last statement only reads: its reads are under the lock, the rest is not."""
        last = section.held[-1]
        reads = [spot for spot in section.spots if covers(last, spot.node)]
        if section.first == section.last or self._conduct.is_quiet(unlabeled(last)):
            return None
        if any(spot.access.writes for spot in reads):
            return None
        held = self._single.plan(last, reads, locks)
        node, texts = held.before[0]
        if node != last or texts[0] != locks[0] or held.after:
            return None
        holder, front = self._holder(section, locks, section.held[:-1])
        body = holder.bodily()
        self._check(body.nodes, front)
        held.before[0] = (node, texts[1:])
        body.before = [*self._opening(section, locks, front), *body.before, *held.before]
        body.changes += [*front.changes, *held.changes]
        body.edits += held.edits
        return body

    def _simply(self, section: Section, locks: tuple[str, str]) -> Held:
        holder, front = self._holder(section, locks, section.held)
        return self._closed(section, locks, front, holder.simply())

    def _split(self, section: Section, locks: tuple[str, str]) -> Held | None:
        holder, front = self._holder(section, locks, section.held)
        held = holder.split()
        return None if held is None else self._closed(section, locks, front, held)

    def _closed(self, section: Section, locks: tuple[str, str], front: Front, held: Held) -> Held:
        self._check(held.nodes, front)
        held.before = [*self._opening(section, locks, front), *held.before]
        held.changes += front.changes
        return held

    def _opening(
        self, section: Section, locks: tuple[str, str], front: Front
    ) -> list[tuple[Node, list[str]]]:
        return [(section.node, [*front.before, locks[0]])]

    def _holder(
        self, section: Section, locks: tuple[str, str], members: Sequence[Node]
    ) -> tuple[Holder, Front]:
        first = members[0]
        inside = [spot for spot in section.spots if covers(first, spot.node)]
        front = self._hoister.first_calls(first, inside)
        return Holder(self._emitter, self._hoister, section.spots, locks, members), front

    def _check(self, held: Sequence[Node], front: Front) -> None:
        """Refuses what must not run under the lock, calls that went in front left out."""
        for node in held:
            for blocker in self._conduct.blockers(node):
                if not any(covers(call, blocker.node) for call, _ in front.changes):
                    raise Refused(blocker.reason, self._info, blocker.node, blocker.why)
