"""Critical sections inside one function: every access under the lock, and nothing else that waits.

A short function that does not wait gets `mu.Lock(); defer mu.Unlock()` in front of the first
statement that needs it. Elsewhere sections are as small as they can be: one statement, or the
range from a check to the act that depends on it; a read that a longer statement makes is given to
a local first, and what ranges over the variable goes over a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_conduct import Conduct
from gofixmap_codemods._guard_sections_emit import Emitter, Names
from gofixmap_codemods._guard_sections_hoist import Hoister
from gofixmap_codemods._guard_sections_layout import Layout, Section
from gofixmap_codemods._guard_sections_model import (
    GuardContext,
    Import,
    LockRef,
    Refusal,
    Refused,
    SectionPlan,
)
from gofixmap_codemods._guard_sections_ranges import Ranges
from gofixmap_codemods._guard_sections_reads import Reader
from gofixmap_codemods._guard_sections_single import Single
from gofixmap_codemods._guard_sections_tree import spot_of
from gofixmap_codemods._guard_sections_whole import Whole

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.accesses import Access
    from gofixmap.semantics.sharing.functions import Function

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
    """
    try:
        needing = [each for each in accesses if not _is_held(context, each)]
        if not needing:
            return SectionPlan()
        return _Planner(context, function, needing).plan()
    except Refused as refused:
        return refused.refusal


def _is_held(context: GuardContext, access: Access) -> bool:
    lock = context.lock.variable
    if lock is None:
        return False
    for held in sharing.held_at(context.graph, access):
        if held.lock == lock:
            if access.writes and not held.exclusive:
                why = "it writes while the lock is held for reading"
                raise Refused("read-locked-write", access.info, access.expression, why)
            return True
    return False


class _Planner:
    """The plan of one function as it comes together."""

    def __init__(
        self, context: GuardContext, function: Function, accesses: Sequence[Access]
    ) -> None:
        self._context = context
        self._function = function
        self._info = function.info
        self._emitter = Emitter(self._info)
        self._conduct = Conduct(context, function, accesses)
        names = Names(self._info, function.node)
        self._reader = Reader(context, self._emitter, names)
        self._hoister = Hoister(self._emitter, names, self._reader, self._conduct)
        self._single = Single(self._emitter, names, self._reader, self._conduct, self._hoister)
        self._regions: list[tuple[str, int, int]] = []
        spots = [spot_of(each, function.node) for each in accesses]
        self._spots = sorted(spots, key=lambda spot: spot.node.start_byte)

    def plan(self) -> SectionPlan:
        for spot in self._spots:
            self._reader.check(spot)
        whole = Whole(self._context, self._function, self._spots, self._conduct, self._reader)
        if whole.fits:
            whole.apply(self._emitter)
            self._regions += whole.regions
        else:
            self._plan_sections()
        return SectionPlan(
            self._emitter.finish(),
            (),
            tuple(spot.access for spot in self._spots),
            tuple(self._reader.imports.values()),
            tuple(self._regions),
        )

    def _plan_sections(self) -> None:
        layout = Layout(self._info, self._function.node, self._spots, self._conduct)
        ranges = Ranges(self._emitter, self._conduct, self._hoister, self._single)
        for section in layout.sections():
            self._place(section, ranges)

    def _place(self, section: Section, ranges: Ranges) -> None:
        try:
            held = ranges.plan(section, self._locks(section))
        except Refused:
            if not section.parts:
                raise
            for part in section.parts:
                self._place(part, ranges)
            return
        held.apply(self._emitter)
        path = self._info.path
        self._regions += [(path, each.start_byte, each.end_byte) for each in held.nodes]

    def _locks(self, section: Section) -> tuple[str, str]:
        lock = self._context.lock
        text = lock.text(section.base)
        if lock.rw and not section.writes:
            return f"{text}.RLock()", f"{text}.RUnlock()"
        return f"{text}.Lock()", f"{text}.Unlock()"
