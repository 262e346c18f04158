"""From race reports to the variables that race.

The detector reports memory, and stacks with a file and a line on top; code names variables. What
the lines of both sides have in common is what races. Where that is several variables, the one that
is written comes first, and a part of a value before the value around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.evidence.model import CrashReport, RaceReport
from gofixmap.model import Symbol
from gofixmap.semantics.sharing.drift import Claim, shifts_of
from gofixmap.semantics.sharing.frames import Frames, Site
from gofixmap.semantics.sharing.sides import Side
from gofixmap.semantics.sharing.suspects import Suspect
from gofixmap.semantics.sharing.variables import Variable, VariableKind
from gofixmap.semantics.sharing.waitgroups import is_about_wait_group, wait_groups
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.evidence.model import RaceAccess, Report
    from gofixmap.semantics.info import Semantics

Place = tuple[str, Span, str]
_Found = dict[Variable, Suspect]


class Attributed(Struct, frozen=True):
    """A report and the variable that it is about.

    `symbols` has the likeliest first; further ones are values that hold it, or what else the lines
    leave possible. `places` are path, span in the text on disk and "read" or "write" of the sides
    that were found. `stale` says why there are no symbols.
    """

    report: Report
    symbols: tuple[Symbol, ...]
    places: tuple[Place, ...] = ()
    stale: str = ""
    detail: str = ""  # what the report says, with both places, for a person

    def names(self, symbol: Symbol) -> bool:
        """Whether it is about this variable. Locals may share a name: they are told by place."""
        if symbol.kind == "local":
            return symbol in self.symbols
        return any(named.qualified == symbol.qualified for named in self.symbols)


def attribute(semantics: Semantics, reports: Sequence[Report]) -> tuple[Attributed, ...]:
    """One answer per report: its variables, or why there are none."""
    frames = Frames.of(semantics)
    asked = [_Attribution(frames, report) for report in reports]
    shifts = shifts_of(claim for each in asked for claim in each.claims(frames))
    if shifts:
        moved = frames.moved(shifts)
        asked = [_Attribution(moved, report) for report in reports]
    return tuple(each.result() for each in asked)


class _Attribution:
    """One report."""

    def __init__(self, frames: Frames, report: Report) -> None:
        self._report = report
        if isinstance(report, RaceReport):
            self._sides = [
                Side(access, report.created_at(access.goroutine), frames)
                for access in sorted(report.sides, key=lambda each: not each.is_write)
            ]
        else:
            self._sides = [Side(report.access, (), frames)]

    def claims(self, frames: Frames) -> Iterator[Claim]:
        for side in self._sides:
            yield from side.claims(frames)

    def result(self) -> Attributed:
        found = self._reason() or self._variables()
        if isinstance(found, str):
            return Attributed(self._report, (), tuple(self._places({})), found, self._detail())
        kept = sorted((v for v in found if not _is_foreign(v)), key=_is_nameless)
        symbols = tuple(dict.fromkeys(variable.symbol for variable in kept))
        stale = "" if symbols else f"{_foreign(found)} is declared outside of this workspace"
        places = tuple(self._places(found))
        return Attributed(self._report, symbols, places, stale, self._detail())

    def _detail(self) -> str:
        if isinstance(self._report, CrashReport):
            return f"{self._report.message} at {_where(self._sides[0])}"
        return ", ".join(f"{_kind(side.access)} at {_where(side)}" for side in self._sides)

    def _reason(self) -> str:
        """Why the report is about no variable of this code at all; "" where it may be."""
        top = {frame.function for side in self._sides for frame in side.access.frames[:1]}
        if "runtime.closechan" in top:
            return "a channel is closed while another goroutine still uses it"
        if _is_about_test_end(self._report):
            return "a goroutine uses its test's t when the test has ended: let the test wait for it"
        if not any(side.site or side.started for side in self._sides):
            return "no frame of it is in this code"
        return ""

    def _variables(self) -> _Found | str:
        """What both sides have in common, by ever weaker readings of the lines."""
        if is_about_wait_group(self._sides):
            found = wait_groups(self._sides)
            return found or "a wait group is waited for while another goroutine adds to it"
        sides = [side for side in self._sides if side.site is not None]
        exact = [side.variables(side.suspects) for side in sides]
        given = [found | side.given() for side, found in zip(sides, exact, strict=True)]
        common = _common(exact) or self._from_whole_side(sides, exact) or _common(given)
        if common:
            return common
        weaker = _by_type(sides, exact) or _same_map(exact) or self._published(sides, exact)
        if weaker:
            return weaker
        return self._drifted(sides, exact) or self._stale(sides, exact)

    def _from_whole_side(self, sides: Sequence[Side], exact: Sequence[_Found]) -> _Found:
        """What one side names alone, where the other one's stack lacks the accessing function."""
        pairs = list(zip(sides, exact, strict=True))
        known = [pair for pair in pairs if not pair[0].lacks_frames] or pairs[:1]
        if len(known) != 1 or (len(pairs) > 1 and known[0][0].lacks_frames):
            return {}
        side, found = known[0]
        # A line that reads several variables does not say which one somebody else writes.
        return found if side.access.is_write or len(_outermost(found)) == 1 else {}

    def _published(self, sides: Sequence[Side], exact: Sequence[_Found]) -> _Found:
        """What one side names, where the other one gets at it by way of a local or a result."""
        for found, other in zip(exact, reversed(sides), strict=True):
            others = other.published() if len(sides) > 1 else {}
            common = {variable: s for variable, s in found.items() if variable in others}
            if common:
                return common
        return {}

    def _drifted(self, sides: Sequence[Side], exact: Sequence[_Found]) -> _Found:
        """The only variable that functions have in common whose lines have moved."""
        found = [
            side.variables(side.anywhere) or own for side, own in zip(sides, exact, strict=True)
        ]
        if not any(side.anywhere for side in sides):
            return {}
        common = _common(found)
        fits = all(side.may_access(variable) for side in sides for variable in common)
        return common if len(common) == 1 and fits else {}

    def _stale(self, sides: Sequence[Side], exact: Sequence[_Found]) -> str:
        for side, found in zip(sides, exact, strict=True):
            site = side.site
            if site is not None and not found:
                kind = side.access.kind or "access"
                return f"{site.frame.function} has no such {kind} at {site.path}:{site.line} now"
        return "its lines have no variable in common as the code is now"

    def _places(self, found: _Found) -> Iterator[Place]:
        variables = set(found)
        for side in self._sides:
            site = side.site
            if site is None:
                continue
            named = side.variables(side.suspects)
            suspect = next((s for v, s in named.items() if v in variables), None)
            if suspect is not None:
                yield suspect.info.path, suspect.span, side.access.kind
            elif site.is_current:
                yield site.path, _line(site), side.access.kind


def _is_about_test_end(report: Report) -> bool:
    """Whether package testing, ending a test, meets a goroutine that logs or fails by it.

    What races is a field of testing's own: a lock around uses of the T would not help.
    """
    tops = [side.frames[0].function for side in _sides(report) if side.frames]
    ends = [each for each in tops if each.startswith("testing.tRunner")]
    return len(ends) == 1 and len(tops) == 2 and all(each.startswith("testing.") for each in tops)


def _sides(report: Report) -> tuple[RaceAccess, ...]:
    return report.sides if isinstance(report, RaceReport) else (report.access,)


def _kind(access: RaceAccess) -> str:
    return f"{'atomic ' if access.atomic else ''}{access.kind or 'access'}"


def _where(side: Side) -> str:
    if side.site is not None:
        return f"{side.site.path}:{side.site.line}"
    frames = side.access.user_frames or side.access.frames
    return str(frames[0]) if frames else "a place that is not known"


def _line(site: Site) -> Span:
    return site.info.file.lines.line_span(site.line)


def _common(found: Sequence[_Found]) -> _Found:
    """The variables of the first side that the others have too."""
    if len(found) < 2:
        return {}
    first, *others = found
    return {v: s for v, s in first.items() if all(v in other for other in others)}


def _by_type(sides: Sequence[Side], exact: Sequence[_Found]) -> _Found:
    """A field of one side, where the other one reads, writes or makes a whole value of its type."""
    for side, found, other in zip(sides, exact, reversed(sides), strict=True):
        fields = {v: s for v, s in found.items() if v.kind is VariableKind.FIELD}
        whole = {v: s for v, s in fields.items() if other.handles_whole(v)}
        if whole:
            return whole
        for field, suspect in fields.items():
            if other.makes(field):  # a new value, which others see before it is complete
                return side.leading_to(field) or {field: suspect}
    return {}


def _same_map(exact: Sequence[_Found]) -> _Found:
    """The field or package variable of one side, where the other one has a local of its type.

    How the map came into the local is not known, but that it is the same one the detector says.
    """
    if len(exact) != 2 or not all(found and _are_maps(found) for found in exact):
        return {}
    for found, other in (exact, reversed(exact)):
        lasting = {v: s for v, s in found.items() if v.kind is not VariableKind.LOCAL}
        kinds = {str(variable.type) for variable in (*lasting, *other)}
        borrowed = all(variable.kind is VariableKind.LOCAL for variable in other)
        if borrowed and len(lasting) == 1 and len(kinds) == 1:
            return lasting
    return {}


def _are_maps(found: _Found) -> bool:
    return all(variable.type.is_map for variable in found)


def _outermost(found: _Found) -> list[Suspect]:
    """The mentions that are no part of another one."""
    mentions = list(dict.fromkeys(found.values()))
    return [
        each
        for each in mentions
        if not any(o is not each and o.span.contains(each.span) for o in mentions)
    ]


def _is_foreign(variable: Variable) -> bool:
    return variable.path.startswith(("/", "../")) or "vendor" in variable.path.split("/")[:-1]


def _is_nameless(variable: Variable) -> bool:
    """Whether it is a field of a type without a package-level name: who holds it comes first."""
    return variable.kind is VariableKind.FIELD and variable.place is not None


def _foreign(found: _Found) -> str:
    return next(iter(found)).qualified
