"""From race reports to the variables that race."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap.evidence.model import CrashReport, RaceAccess, RaceReport
from gofixmap.model import Symbol
from gofixmap.semantics.sharing.frames import Frames, Site
from gofixmap.semantics.sharing.variables import Variable, variable_denoted
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.evidence.model import Report
    from gofixmap.semantics.info import Semantics


@dataclass(frozen=True, slots=True)
class Attributed:
    """A report and the variables that it is about. `places` are spans in the text on disk."""

    report: Report
    symbols: tuple[Symbol, ...]
    places: tuple[tuple[str, Span, str], ...] = ()  # path, span, "read" or "write"
    stale: str = ""  # why the report says nothing about the code as it is

    def names(self, symbol: Symbol) -> bool:
        """Whether it is about this variable. Locals may share a name: they are told by place."""
        if symbol.kind == "local":
            return symbol in self.symbols
        return any(named.qualified == symbol.qualified for named in self.symbols)

    @property
    def detail(self) -> str:
        """Both places, for a person."""
        if isinstance(self.report, CrashReport):
            return f"{self.report.message} at {_shown(self.report.access)}"
        first, second = self.report.sides
        return f"{_shown(first)}, {_shown(second)}"


def _shown(side: RaceAccess) -> str:
    frames = side.user_frames or side.frames
    place = f"{frames[0].file}:{frames[0].line}" if frames else "a place that is not known"
    return f"{'atomic ' if side.atomic else ''}{side.kind or 'access'} at {place}"


def attribute(semantics: Semantics, reports: Sequence[Report]) -> tuple[Attributed, ...]:
    """One answer per report: its variables, or why there are none."""
    return tuple(_Attribution(semantics, report).result() for report in reports)


class _Attribution:
    """One report."""

    def __init__(self, semantics: Semantics, report: Report) -> None:
        self._frames = Frames.of(semantics)
        self._report = report
        sides = report.sides if isinstance(report, RaceReport) else (report.access,)
        self._sides: tuple[RaceAccess, ...] = sides

    def result(self) -> Attributed:
        named = [list(self._variables(side)) for side in self._sides]
        known = [each for each in named if each]
        common = [v for v in known[0] if all(v in each for each in known)] if known else []
        symbols = tuple(dict.fromkeys(variable.symbol for variable in common))
        stale = "" if symbols else "it names no variable of this code"
        return Attributed(self._report, symbols[:1], tuple(self._places()), stale)

    def _variables(self, side: RaceAccess) -> Iterator[Variable]:
        for site in self._sites(side)[:1]:
            for node in walk(site.node):
                if node.start_point.row + 1 == site.line:
                    variable = variable_denoted(site.info, node)
                    if variable is not None and (variable.type.is_map or not side.is_map):
                        yield variable

    def _places(self) -> Iterator[tuple[str, Span, str]]:
        for side in self._sides:
            for site in self._sites(side)[:1]:
                if site.is_current:
                    yield site.path, site.info.file.lines.line_span(site.line), side.kind

    def _sites(self, side: RaceAccess) -> list[Site]:
        return self._frames.sites(side.user_frames)
