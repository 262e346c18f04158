"""The races on one variable, as one thing to mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.evidence import CrashReport, Frame, Report
from gofixmap.evidence.read import distinct
from gofixmap.model import Symbol
from gofixmap.verify.races import RaceKey, race_key, race_keys
from gofixmap.verify.testlog import PACKAGE, PackageLog

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.attribution import Attributed
    from gofixmap.workspace import Workspace

Key = tuple[str, ...]  # of a variable, or of a race that no variable could be named for


class Group(Struct):
    """The reports about one variable. `generation` counts the remedies that led to it."""

    key: Key
    symbol: Symbol | None
    reports: list[Report]
    detail: str
    stale: str = ""  # why there is no symbol
    packages: list[str] = field(default_factory=list)
    tests: dict[str, set[str]] = field(default_factory=dict)  # top-level ones, by package
    generation: int = 0
    symbols: frozenset[str] = frozenset()  # all that the reports may mean, by qualified name
    seen_in: Mapping[str, bytes] = field(default_factory=dict)  # the contents that raced

    @property
    def name(self) -> str:
        return self.symbol.qualified if self.symbol is not None else self.detail

    @property
    def all_tests(self) -> tuple[str, ...]:
        """The tests that show it; empty where those of a package are not known."""
        if any(not self.tests.get(package) for package in self.packages):
            return ()
        return tuple(sorted({test for tests in self.tests.values() for test in tests}))

    @property
    def race_keys(self) -> frozenset[RaceKey]:
        return race_keys(self.reports)

    def absorb(self, other: Group) -> None:
        """Adds what another group about the same variable knows."""
        self.symbols |= other.symbols
        self.reports = list(distinct(iter((*self.reports, *other.reports))))
        for package in other.packages:
            if package not in self.packages:
                self.packages.append(package)
            self.tests.setdefault(package, set()).update(other.tests.get(package, ()))


def attributed(workspace: Workspace, reports: Sequence[Report]) -> tuple[Attributed, ...]:
    """The reports with their variables, in the contents that the workspace shows."""
    from gofixmap.semantics.info import Semantics
    from gofixmap.semantics.sharing.attribution import attribute

    return attribute(Semantics(workspace), reports) if reports else ()


def group(
    found: Iterable[Attributed], logs: Mapping[str, PackageLog], generation: int = 0
) -> list[Group]:
    """The reports by variable, in the order in which they came."""
    groups: dict[Key, Group] = {}
    for each in found:
        one = _single(each, logs, generation)
        if one.key in groups:
            groups[one.key].absorb(one)
        else:
            groups[one.key] = one
    return list(groups.values())


def _single(each: Attributed, logs: Mapping[str, PackageLog], generation: int) -> Group:
    symbol = each.symbols[0] if each.symbols else None
    report = each.report
    key = ("race", *race_key(report)) if symbol is None else symbol_key(symbol)
    names = frozenset(symbol.qualified for symbol in each.symbols)
    one = Group(key, symbol, [report], each.detail, each.stale, [], {}, generation, names)
    if report.package:
        one.packages.append(report.package)
        one.tests[report.package] = _tests_of(report, logs.get(report.package))
    return one


def symbol_key(symbol: Symbol) -> Key:
    """Locals of one function may share a name; their order in the file does not change."""
    return ("variable", symbol.kind, symbol.path, symbol.qualified)


def _tests_of(report: Report, log: PackageLog | None) -> set[str]:
    """The top-level tests that show a race; all that raced where the report's own is a guess."""
    own = report.test.partition("/")[0]
    raced = {t.partition("/")[0] for t in log.failures if log.raced(t)} if log else set()
    raced.discard(PACKAGE)
    return {own} if own and (own in raced or not raced) else raced


def moved(report: Report, lines: Mapping[str, Mapping[int, int]]) -> Report:
    """The report in contents whose lines have moved: `lines` maps them, by absolute path."""

    def frame(each: Frame) -> Frame:
        return replace(each, line=lines.get(each.file, {}).get(each.line, each.line))

    def frames(every: Iterable[Frame]) -> tuple[Frame, ...]:
        return tuple(map(frame, every))

    if isinstance(report, CrashReport):
        return replace(report, frames=frames(report.frames))
    return replace(
        report,
        first=replace(report.first, frames=frames(report.first.frames)),
        second=replace(report.second, frames=frames(report.second.frames)),
        created=tuple(replace(each, frames=frames(each.frames)) for each in report.created),
    )


def line_map(before: bytes, after: bytes) -> dict[int, int]:
    """Where each line of `before` (from 1) is in `after`; a lost one is where it would be."""
    from difflib import SequenceMatcher

    old, new = before.splitlines(), after.splitlines()
    mapped: dict[int, int] = {}
    for _, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for offset in range(i2 - i1):
            mapped[i1 + offset + 1] = min(j1 + offset, max(j2 - 1, j1)) + 1
    return mapped
