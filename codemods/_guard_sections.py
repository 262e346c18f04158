"""Critical sections inside one function: every access under the lock, and nothing else that waits.

A short function that does not wait gets `mu.Lock(); defer mu.Unlock()` in front of the first
statement that needs it. Elsewhere sections are as small as they can be: one statement, or the
range from a check to the act that depends on it; a read that a longer statement makes is given to
a local first, and what ranges over the variable goes over a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_apart import literals_apart, united
from gofixmap_codemods._guard_sections_args import aliases_in
from gofixmap_codemods._guard_sections_carry import Carry
from gofixmap_codemods._guard_sections_conduct import Conduct
from gofixmap_codemods._guard_sections_double import Double
from gofixmap_codemods._guard_sections_emit import Emitter, Names
from gofixmap_codemods._guard_sections_extend import Extension
from gofixmap_codemods._guard_sections_hazards import (
    check_literals,
    check_panics,
    writes_through,
)
from gofixmap_codemods._guard_sections_hoist import Hoister
from gofixmap_codemods._guard_sections_hold import Held
from gofixmap_codemods._guard_sections_layout import Layout, Section
from gofixmap_codemods._guard_sections_model import (
    GuardContext,
    Import,
    LockRef,
    Refusal,
    Refused,
    SectionPlan,
)
from gofixmap_codemods._guard_sections_notes import notes_of, stale_reads
from gofixmap_codemods._guard_sections_once import read_once
from gofixmap_codemods._guard_sections_ranges import Ranges
from gofixmap_codemods._guard_sections_reads import Reader
from gofixmap_codemods._guard_sections_single import Single
from gofixmap_codemods._guard_sections_tree import Spot, in_tree, spot_of
from gofixmap_codemods._guard_sections_whole import Whole
from msgspec.structs import replace

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Access, Function

__all__ = [
    "GuardContext",
    "Import",
    "LockRef",
    "Refusal",
    "SectionPlan",
    "plan_sections",
]


def plan_sections(
    context: GuardContext, function: Function, accesses: Sequence[Access]
) -> SectionPlan | Refusal:
    """The edits that put the accesses of one function under the lock.

    `accesses` are those that need it, of one variable or of several, of the function itself and
    of literals that it runs at once; accesses where the lock is held already are left out here.
    Where the lock cannot be held while such a literal runs, it gets sections of its own.
    """
    planned = _plan(context, function, accesses)
    if isinstance(planned, Refusal):
        parts = literals_apart(context, function, accesses)
        plans = [_plan(replace(context, locking=part.locking), *part.own) for part in parts]
        made = [each for each in plans if isinstance(each, SectionPlan)]
        if made and len(made) == len(plans):
            return united(made)
    return planned


def _plan(
    context: GuardContext, function: Function, accesses: Sequence[Access]
) -> SectionPlan | Refusal:
    try:
        accesses = [in_tree(function.node, each) for each in accesses]
        needing = [each for each in accesses if not _is_held(context, each)]
        if not needing:
            return SectionPlan()
        held = [each for each in accesses if each not in needing]
        return _planned(context, function, needing, held)
    except Refused as refused:
        return refused.refusal


def _planned(
    context: GuardContext, function: Function, accesses: Sequence[Access], held: Sequence[Access]
) -> SectionPlan:
    """With what elements refer to under the lock as well, where that can be. Raises Refused."""
    if through := writes_through(function.node, accesses):
        try:
            return _Planner(context, function, accesses, held, through).plan()
        except Refused:
            pass  # a note says that the lock does not guard what elements refer to
    return _Planner(context, function, accesses, held).plan()


def _is_held(context: GuardContext, access: Access) -> bool:
    lock = context.lock.variable
    if lock is None:
        return False
    for held in sharing.held_at(context.graph, access):
        if held.lock == lock:
            is_raised = (access.path, access.node.start_byte) in context.raised
            if access.writes and not held.exclusive and not is_raised:
                why = "it writes while the lock is held for reading"
                raise Refused("read-locked-write", access.info, access.expression, why)
            return True
    return False


class _Planner:
    """The plan of one function as it comes together; a failed attempt leaves nothing behind."""

    def __init__(
        self,
        context: GuardContext,
        function: Function,
        accesses: Sequence[Access],
        held: Sequence[Access],
        through: Sequence[tuple[Access, Access]] = (),
    ) -> None:
        self._context = context
        self._function = function
        self._info = function.info
        self._accesses = accesses
        self._held = [spot_of(each, function.node) for each in held]
        self._conduct = Conduct(context, function, accesses)
        spots = [spot_of(each, function.node) for each in accesses]
        spots += [
            spot_of(alias, function.node, each.node)
            for alias, each in (*aliases_in(function.node, accesses), *through)
        ]
        self._spots = sorted(spots, key=lambda spot: spot.node.start_byte)

    def plan(self) -> SectionPlan:
        attempt = _Attempt(self._context, self._function, self._accesses)
        for spot in self._spots:
            attempt.reader.check(spot)
        check_literals(self._context, self._function, self._spots)
        if self._held:
            return self._made(attempt, self._sections(attempt))
        whole = Whole(self._context, self._function, self._spots, self._conduct, attempt.reader)
        if whole.fits or (whole.works and self._panics(attempt.reader)):
            return self._as_whole(whole, attempt)
        try:
            regions = self._sections(attempt)
        except Refused:
            if not whole.works:
                raise
            return self._as_whole(whole, _Attempt(self._context, self._function, self._accesses))
        return self._made(attempt, regions)

    def _panics(self, reader: Reader) -> bool:
        return any(reader.panics(spot, self._spots) for spot in self._spots)

    def _as_whole(self, whole: Whole, attempt: _Attempt) -> SectionPlan:
        whole.apply(attempt.emitter, attempt.reader)
        return self._made(attempt, whole.regions)

    def _made(self, attempt: _Attempt, regions: Sequence[tuple[str, int, int]]) -> SectionPlan:
        edits = attempt.emitter.finish()
        edits = read_once(self._context, self._function, self._spots, edits)
        written = "".join(edit.text for edit in edits)
        imports = attempt.reader.imports.values()
        return SectionPlan(
            edits,
            (*self._notes(written), *attempt.notes),
            tuple(dict.fromkeys(spot.access for spot in self._spots)),
            tuple(each for each in imports if f"{each.name}.Clone(" in written),
            tuple(regions),
        )

    def _notes(self, written: str) -> tuple[str, ...]:
        calls = self._conduct.relocking
        stale = stale_reads(self._context.graph, self._function, calls, self._spots)
        return tuple(dict.fromkeys([*notes_of(self._spots, written), *stale]))

    def _sections(self, attempt: _Attempt) -> list[tuple[str, int, int]]:
        hoister = Hoister(attempt.emitter, attempt.names, attempt.reader, self._conduct)
        single = Single(attempt.emitter, attempt.names, attempt.reader, self._conduct, hoister)
        double = Double(attempt.emitter, attempt.names, attempt.reader, single, attempt.notes)
        ranges = Ranges(
            attempt.emitter, attempt.reader, self._conduct, hoister, single, double, self._locks
        )
        single.all_spots = self._spots
        extension = Extension(self._context, self._function, self._spots, self._held, self._conduct)
        spots, done = extension.apply(attempt.emitter, hoister)
        carry = Carry(self._info, self._function.node, spots, self._conduct, attempt.notes)
        done += self._laid_out(ranges, carry.others)
        done += self._laid_out(ranges, carry.into(done, attempt.reader))
        self._check_all(done)
        check_panics(self._info, self._function.node, done)
        for held in done:
            held.apply(attempt.emitter)
        under = [node for held in done for node in (*held.nodes, *held.read)]
        return [(self._info.path, each.start_byte, each.end_byte) for each in under]

    def _laid_out(self, ranges: Ranges, spots: Sequence[Spot]) -> list[Held]:
        layout = Layout(self._info, self._function.node, spots, self._conduct)
        return [
            held for section in layout.sections() for held in self._planned(ranges, layout, section)
        ]

    def _check_all(self, done: Sequence[Held]) -> None:
        """No access may be left out, whatever the shapes of the sections."""
        for spot in self._spots:
            if not any(held.covers(spot.access.node) for held in done):
                why = "no section can hold it"
                raise Refused("calls-out-under-lock", self._info, spot.node, why)

    def _planned(self, ranges: Ranges, layout: Layout, section: Section) -> list[Held]:
        """The section; where it does not work as a whole its parts, if it was merged for looks,
        or what must be together, and sections for the rest."""
        try:
            return [ranges.plan(section)]
        except Refused:
            if section.parts:
                parts = [self._planned(ranges, layout, part) for part in section.parts]
                return [held for part in parts for held in part]
            core = layout.narrowed(section)
            if core is None:
                raise
        held = ranges.plan(core)
        left = [spot for spot in section.spots if spot not in core.spots]
        left = [spot for spot in left if not held.covers(spot.access.node)]
        done = [held]
        inner = Layout(self._info, self._function.node, left, self._conduct)
        for each in inner.sections():
            done += self._planned(ranges, inner, each)
        return done

    def _locks(self, spots: Sequence[Spot]) -> tuple[str, str]:
        lock = self._context.lock
        text = lock.text(spots[0].access.base)
        if lock.rw and not any(spot.is_exclusive for spot in spots):
            return f"{text}.RLock()", f"{text}.RUnlock()"
        return f"{text}.Lock()", f"{text}.Unlock()"


class _Attempt:
    """The edits, names and imports of one try at a function."""

    def __init__(
        self, context: GuardContext, function: Function, accesses: Sequence[Access]
    ) -> None:
        self.emitter = Emitter(function.info)
        self.names = Names(function.info, function.node)
        self.reader = Reader(context, function, self.emitter, self.names, accesses)
        self.notes: list[str] = []
