"""What evidence names, over the rounds of a run.

Reports are attributed once, in the text on disk. Later rounds ask about the same variables in the
text that the rounds before have left; one that a fix has settled is not asked about again, because
the reports are about the code before that fix.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import Codemod, Symbol
from gofixmap.model import Evidence, Finding
from gofixmap.text import Span
from gofixmap.workspace import Workspace

if TYPE_CHECKING:
    from gofixmap.evidence import Report
    from gofixmap.semantics.costs import Costs
    from gofixmap.semantics.sharing.attribution import Attributed

RACE = "race"
HEAP = "heap"
Moved = Callable[[Symbol], Symbol | None]


class Named(Struct, frozen=True, dict=True):
    """The reports of a run, each with its variables as they are declared in one text.

    `costs` is what profiles and the compiler say of the same text; `takers` are the codemods that
    rest on such evidence, each with its kind.
    """

    attributed: tuple[Attributed, ...] = ()
    costs: Costs | None = None
    takers: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def choices(self) -> tuple[tuple[Symbol, ...], ...]:
        """What each report can be about, the likeliest first; each choice once."""
        return tuple(dict.fromkeys(each.symbols for each in self.attributed if each.symbols))

    @cached_property
    def _likeliest(self) -> frozenset[str]:
        return frozenset(choice[0].qualified for choice in self.choices)

    def names(self, finding: Finding) -> bool:
        """Whether evidence names the finding's symbol, or is what the finding rests on."""
        return finding.symbol in self._likeliest or any(
            each.kind == RACE or (finding.codemod, each.kind) in self.takers
            for each in finding.evidence
        )

    def weighed(self, finding: Finding) -> Finding:
        """The finding with the bytes of its lines, where a profile has them.

        A codemod that rests on a profile has cited it already, for the lines that count.
        """
        if self.costs is None or finding.weight:
            return finding
        held = self.costs.held_at(finding.path, finding.span)
        if held is None:
            return finding
        cited = (*finding.evidence, Evidence(HEAP, held.detail, finding.path, finding.span))
        has_cited = any(evidence.kind == HEAP for evidence in finding.evidence)
        evidence = finding.evidence if has_cited else cited
        return replace(finding, evidence=evidence, weight=held.weight)

    def cite(self, symbol: Symbol, finding: Finding) -> Finding:
        """The finding with the reports about its symbol, where it does not cite them itself."""
        if any(evidence.kind == RACE for evidence in finding.evidence):
            return finding
        cited = dict.fromkeys(_cited(each) for each in self.attributed if each.names(symbol))
        return replace(finding, evidence=(*finding.evidence, *cited))

    def carried(self, span: Callable[[str, Span], Span | None]) -> Named:
        """With what is said of places as they lie in a later text, see `Costs.moved`."""
        return self if self.costs is None else replace(self, costs=self.costs.moved(span))

    def moved(self, moved: Moved, settled: frozenset[str]) -> Named:
        """What is left to ask in a later text: `moved` gives a symbol as it is declared there."""
        return replace(
            self,
            attributed=tuple(
                replace(each, symbols=_still_there(each.symbols, moved))
                for each in self.attributed
                if not any(symbol.qualified in settled for symbol in each.symbols)
            ),
        )


def _still_there(symbols: Sequence[Symbol], moved: Moved) -> tuple[Symbol, ...]:
    found = (moved(symbol) for symbol in symbols)
    return tuple(symbol for symbol in found if symbol is not None)


def _cited(attributed: Attributed) -> Evidence:
    path, span, _ = attributed.places[0] if attributed.places else ("", None, "")
    return Evidence(RACE, attributed.detail, path, span)


def read_and_attribute(
    workspace: Workspace,
    paths: Sequence[Path],
    reports: Sequence[Report],
    codemods: Iterable[type[Codemod]] = (),
) -> Named:
    """Raises UsageError for a file that is no evidence."""
    if not paths and not reports:
        return Named()
    from gofixmap.evidence import read_all

    read = read_all(paths)
    every = (*reports, *read.races)
    if not every and not read.profiles and not read.escapes:
        return Named()
    from gofixmap.semantics.costs import costs_of
    from gofixmap.semantics.info import Semantics
    from gofixmap.semantics.sharing.attribution import attribute

    semantics = Semantics(workspace)
    costs = costs_of(semantics, read.profiles, read.escapes)
    takers = frozenset((c.name, kind) for c in codemods for kind in c.evidence if kind != RACE)
    return Named(attribute(semantics, every), costs if costs else None, takers)


def best(findings: Sequence[Finding]) -> list[Finding]:
    """Of ranked offers for one variable the first of the smallest rank that has a fix.

    All of them where none has a rank and a fix: the reasons are then what there is to say.
    """
    fixes = [finding for finding in findings if finding.rank > 0 and finding.fix is not None]
    return [min(fixes, key=lambda finding: finding.rank)] if fixes else list(findings)


def without_rivals(findings: Iterable[Finding], listed: Collection[str]) -> list[Finding]:
    """Of ranked findings about one symbol those of the codemod with the best fix, and the rest.

    What is `listed` keeps all of its offers: the user is to choose.
    """
    findings = list(findings)
    ranked: dict[str, tuple[int, str]] = {}
    for finding in findings:
        if finding.rank > 0 and finding.fix is not None:
            own = (finding.rank, finding.codemod)
            ranked[finding.symbol] = min(ranked.get(finding.symbol, own), own)
    return [
        finding
        for finding in findings
        if finding.rank <= 0
        or finding.symbol not in ranked
        or finding.symbol in listed
        or (finding.rank, finding.codemod) == ranked[finding.symbol]
    ]


def unused(
    named: Named, found: Collection[str], is_in_run: Callable[[str], bool]
) -> tuple[str, ...]:
    """A sentence for each variable or report that led to nothing: which, and why.

    `found` are the symbols that findings were about, in any round.
    """
    details: dict[tuple[str, str], list[str]] = {}
    for each in named.attributed:
        if not any(symbol.qualified in found for symbol in each.symbols):
            key = (each.report.source, _why(each, is_in_run))
            details.setdefault(key, []).append(each.detail)
    races = (
        f"{source}: {_listed(each)}: {why}" if source else f"{_listed(each)}: {why}"
        for (source, why), each in details.items()
    )
    return (*races, *(named.costs.lost if named.costs is not None else ()))


def _listed(details: Sequence[str]) -> str:
    several = list(dict.fromkeys(details))
    more = f" (and {len(several) - 1} more)" if len(several) > 1 else ""
    return f"{several[0]}{more}"


def _why(attributed: Attributed, is_in_run: Callable[[str], bool]) -> str:
    if not attributed.symbols:
        return attributed.stale
    symbol = attributed.symbols[0]
    if not is_in_run(symbol.path):
        return f"{symbol.qualified} races, and {symbol.path} is outside of the given paths"
    return f"{symbol.qualified} races, and no codemod offers anything for it"
