"""The loop: run the tests, take up a race, try its remedies, keep the first that is proven."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.errors import UsageError
from gofixmap.evidence import Report, read_evidence
from gofixmap.race.applied import applied
from gofixmap.race.baseline import Baseline
from gofixmap.race.bench import Bench, Contents, cannot_test, make_bench, only
from gofixmap.race.groups import Group, Key, attributed, group, line_map, moved
from gofixmap.race.prove import Prover, Tell, Verdict
from gofixmap.race.remedies import Offer, Offers, attempt, race_codemods, remedies
from gofixmap.race.request import RaceRequest
from gofixmap.race.result import Attempt, Outcome, Race, RaceResult
from gofixmap.registry import Registry
from gofixmap.verify.golist import Failure, Graph
from gofixmap.verify.gotest import Trial
from gofixmap.verify.irregular import irregular
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.testlog import PackageLog
from gofixmap.workspace import Workspace

MORE_RUNS = 5  # of tests that have raced, before anything is changed
MAX_GENERATIONS = 4  # remedies in a row that each bring another race to light


def mend(
    request: RaceRequest,
    *,
    registry: Registry | None = None,
    tell: Tell = lambda done, total, label: None,
) -> RaceResult:
    """Finds the races of the request's packages, and a proven remedy for each that has one.

    Writes nothing but a temporary overlay. Raises GofixmapError where the tests cannot be run.
    """
    started = time.monotonic()
    race_codemods(request, registry)  # a misspelt name is told before tests run for minutes
    workspace = Workspace.open([request.directory])
    with Overlay(irregular(workspace.root)) as overlay:
        loop = _Loop(request, registry, tell, workspace, make_bench(request, workspace, overlay))
        loop.run()
        return replace(loop.result(), seconds=time.monotonic() - started)


class _Step(Struct, frozen=True):
    """A remedy that was taken: what it changed, and all contents with it."""

    key: Key
    taken: Attempt
    changed: Contents
    contents: Contents

    @property
    def files(self) -> frozenset[str]:
        return frozenset(self.changed)


class _Entry(Struct):
    """What is known of a group so far."""

    group: Group
    outcome: Outcome = Outcome.LEFT
    attempts: list[Attempt] = field(default_factory=list)
    proof: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()


class _Loop:
    def __init__(
        self,
        request: RaceRequest,
        registry: Registry | None,
        tell: Tell,
        workspace: Workspace,
        bench: Bench,
    ) -> None:
        self._request = request
        self._registry = registry
        self._tell = tell
        self._workspace = workspace
        self._bench = bench
        self._baseline = Baseline(bench, request.runs, request.timeout)
        self._prover = Prover(bench, self._baseline, workspace, tell)
        self._entries: dict[Key, _Entry] = {}
        self._queue: list[Key] = []
        self._steps: list[_Step] = []
        self._graph: Graph | None = None
        self._reports: tuple[Report, ...] = ()  # of the evidence files
        self._tested: frozenset[str] = frozenset()  # packages that passed in the contents of now

    @property
    def _contents(self) -> Contents:
        return self._steps[-1].contents if self._steps else {}

    def run(self) -> None:
        """Fills the entries and the steps."""
        if self._request.evidence:
            self._reports = read_evidence(self._request.evidence)
        logs = self._collect()
        self._take_up(self._seen(logs))
        self._take_up(self._seen_again())
        self._take_up(self._given(logs))
        if not self._queue:
            return
        self._prover.tested = self._directories()
        while self._queue:
            while self._queue:
                self._mend(self._entries[self._queue.pop(0)])
            self._settle()

    def _seen(self, logs: Mapping[str, PackageLog]) -> list[Group]:
        reports = [report for log in logs.values() for report in log.reports]
        return group(attributed(self._workspace, reports), logs)

    def _seen_again(self) -> list[Group]:
        """What the racing tests show in a few more runs: not every race shows in every run."""
        groups = [self._entries[key].group for key in self._queue]
        packages = list(dict.fromkeys(path for one in groups for path in one.packages))
        names = {test for one in groups for test in one.all_tests}
        if not packages or any(not one.all_tests for one in groups):
            return []
        trial = self._baseline.trial(packages, only(names), min(self._request.runs, MORE_RUNS))
        try:
            return self._seen(self._bench.run(packages, {}, trial, self._watch()))
        except Failure:
            return []

    def _given(self, logs: Mapping[str, PackageLog]) -> Sequence[Group]:
        """The groups of the evidence files; what tests they come from need not be known here."""
        groups = group(attributed(self._workspace, self._reports), logs)
        for one in groups:
            one.packages = [path for path in one.packages if path in logs]
        return groups

    def _collect(self) -> dict[str, PackageLog]:
        request = self._request
        trial = Trial(True, request.first_runs, request.tests, request.timeout)
        try:
            logs = self._bench.run(self._request.patterns, {}, trial, self._watch())
        except Failure as failure:
            raise cannot_test(failure) from failure
        for name in self._request.patterns:  # Go names what it cannot resolve as it was given
            if name.startswith(".") and name in logs and logs[name].status == "build":
                raise cannot_test(Failure(logs[name].detail("")))
        self._baseline.logs = logs
        return logs

    def _watch(self) -> Callable[[Mapping[str, Any]], None]:
        begun: set[str] = set()
        ended: set[str] = set()

        def watch(event: Mapping[str, Any]) -> None:
            package = str(event.get("Package", ""))
            begun.add(package)
            if event.get("Action") in ("pass", "fail", "skip") and "Test" not in event:
                ended.add(package)
            self._tell(len(ended), len(begun), f"go test -race {package}")

        return watch

    def _directories(self) -> dict[str, str]:
        """The directory of each package with tests."""
        try:
            self._graph = self._bench.graph()
        except Failure as failure:
            raise cannot_test(failure) from failure
        known = self._graph.directories
        logs = self._baseline.logs
        return {p: known[p] for p, log in logs.items() if p in known and log.status != "skip"}

    def _take_up(self, groups: Iterable[Group]) -> None:
        """Puts groups in line; what is known of a variable is added to what comes anew."""
        for each in groups:
            each.seen_in = self._contents
            entry = self._entries.get(each.key)
            if entry is not None:
                self._align(entry.group)
            if entry is None:
                self._entries[each.key] = _Entry(each)
                self._prover.known.add(each.key)
                self._queue.append(each.key)
            elif each.key in self._queue:
                entry.group.absorb(each)
            elif entry.outcome is not Outcome.LEFT:  # a remedy that was not enough
                each.generation = max(each.generation, entry.group.generation + 1)
                each.absorb(entry.group)
                entry.group, entry.outcome = each, Outcome.LEFT
                self._queue.append(each.key)

    def _mend(self, entry: _Entry) -> None:
        """Tries the remedies of one group, best first."""
        one = entry.group
        if one.symbol is None:
            entry.reason = one.stale or "it names no variable"
            return
        if one.generation > MAX_GENERATIONS:
            entry.reason = f"it came to light after {MAX_GENERATIONS} remedies in a row"
            return
        self._align(one)
        found = self._remedies(one)
        entry.reason = found.nothing
        refused = {(each.codemod, each.title) for each in entry.attempts if each.reason}
        for offer in found.offers:
            taken = attempt(offer.finding)
            if (taken.codemod, taken.title) in refused:
                continue
            verdict = self._prover.prove(one, offer, self._contents)
            entry.attempts.append(attempt(offer.finding, verdict.reason))
            if not verdict.reason:
                self._accept(entry, offer, verdict)
                return
        entry.attempts += (each for each in found.declined if each not in entry.attempts)

    def _remedies(self, one: Group) -> Offers:
        self._tell(0, 1, f"remedies for {one.name}")
        try:
            return remedies(
                one, self._request, self._workspace.root, self._contents, self._registry
            )
        except UsageError as error:
            return Offers((), (), str(error))

    def _accept(self, entry: _Entry, offer: Offer, verdict: Verdict) -> None:
        before = self._contents
        entry.outcome, entry.proof, entry.notes = Outcome.FIXED, verdict.proof, offer.fix.notes
        entry.reason, self._tested = "", verdict.tested
        changed = {path: data for path, data in offer.contents.items() if before.get(path) != data}
        taken = attempt(offer.finding)
        self._steps.append(_Step(entry.group.key, taken, changed, offer.contents))
        self._take_up(each for each in verdict.others if each.key != entry.group.key)
        self._cross_out(verdict)

    def _cross_out(self, verdict: Verdict) -> None:
        """The races in line that the last remedy has ended, as the proof of it has shown."""
        racing = {each.key for each in verdict.others}
        for key in list(self._queue):
            entry = self._entries[key]
            if key not in racing and verdict.has_run(entry.group):
                self._queue.remove(key)
                entry.outcome, entry.proof, entry.reason = Outcome.GONE, verdict.quiet, ""

    def _align(self, one: Group) -> None:
        """Brings the reports of a group in line with the contents as they are now."""
        before, after = one.seen_in, self._contents
        lines = {
            path: line_map(_text(before, path), _text(after, path))
            for path in {*before, *after}
            if before.get(path) != after.get(path)
        }
        one.seen_in = after
        reports = [moved(report, lines) for report in one.reports]
        if reports == one.reports:
            return
        one.reports = reports
        found = attributed(self._workspace.with_overlay(after), one.reports)
        symbols = [symbol for each in found for symbol in each.symbols]
        one.symbol = symbols[0] if symbols else one.symbol
        one.symbols |= {symbol.qualified for symbol in symbols}

    def _settle(self) -> None:
        """Runs all tests concerned once more; takes back, last one first, what they refuse."""
        while self._steps:
            rest = [path for path in self._concerned() if path not in self._tested]
            if not rest:
                break
            try:
                verdict = self._prover.once(rest, self._contents, None)
            except Failure as failure:
                verdict = Verdict(f"go test cannot be run in the end: {failure}")
            if not verdict.reason:
                self._take_up(verdict.others)
                break
            self._take_back(verdict)
        if self._steps and not self._queue:
            self._cross_off()

    def _cross_off(self) -> None:
        """Finds out which of the races that are left have ended with the remedies of others."""
        concerned = set(self._concerned())
        left = [
            entry
            for entry in self._entries.values()
            if entry.outcome is Outcome.LEFT and concerned.intersection(entry.group.packages)
        ]
        if not left:
            return
        try:
            racing, proof = self._prover.still([entry.group for entry in left], self._contents)
        except Failure:
            return
        for entry in left:
            if entry.group.key not in racing:
                entry.outcome, entry.proof, entry.attempts = Outcome.GONE, proof, []

    def _take_back(self, verdict: Verdict) -> None:
        """Undoes the last remedy that can be to blame, and those after it that build on it."""
        at = self._last_to_blame(verdict.package)
        undone = [self._steps[at]]
        kept = self._steps[:at]
        for step in self._steps[at + 1 :]:
            if step.files & frozenset().union(*(each.files for each in undone)):
                undone.append(step)
            else:
                contents = {**(kept[-1].contents if kept else {}), **step.changed}
                kept.append(replace(step, contents=contents))
        self._steps, self._tested = kept, frozenset()
        for step in undone:
            self._release(step, verdict.reason if step is undone[0] else "")

    def _last_to_blame(self, package: str) -> int:
        """The last step that changes a package or what it imports; the very last if none does."""
        assert self._graph is not None
        seen = {package, *self._graph.dependencies.get(package, ())}
        for at in reversed(range(len(self._steps))):
            folders = {str(Path(path).parent) for path in self._steps[at].files}
            if not seen.isdisjoint(self._graph.at(folders)):
                return at
        return len(self._steps) - 1

    def _release(self, step: _Step, reason: str) -> None:
        """Puts the race of an undone step in line again, its remedy refused where `reason` says so.

        So are those that had ended by themselves: by which remedy is not known.
        """
        entry = self._entries[step.key]
        entry.proof = ""
        refused = [replace(step.taken, reason=reason)] if reason else []
        entry.attempts = [each for each in entry.attempts if each != step.taken] + refused
        gone = [key for key, each in self._entries.items() if each.outcome is Outcome.GONE]
        for key in (step.key, *gone):
            self._entries[key].outcome = Outcome.LEFT
            if key not in self._queue:
                self._queue.append(key)

    def _concerned(self) -> list[str]:
        """The packages that raced or have changed, and those that import them."""
        assert self._graph is not None
        folders = {str(Path(path).parent) for path in self._contents}
        changed = self._graph.at(folders)
        mended = [e for e in self._entries.values() if e.outcome is Outcome.FIXED]
        racing = {path for entry in mended for path in entry.group.packages}
        every = changed | self._graph.importers(changed) | racing
        return [path for path in self._baseline.logs if path in every]

    def _relative(self, contents: Contents) -> dict[str, bytes]:
        root = self._workspace.root
        return {Path(path).relative_to(root).as_posix(): data for path, data in contents.items()}

    def result(self) -> RaceResult:
        logs = self._baseline.logs
        root = self._workspace.root
        after = self._relative(self._contents)
        steps = [(step.taken, self._relative(step.changed)) for step in self._steps]
        return RaceResult(
            root=str(root),
            races=tuple(self._row(entry) for entry in self._entries.values()),
            before={path: (root / path).read_bytes() for path in after},
            after=after,
            packages=tuple(p for p, log in logs.items() if log.status in ("pass", "fail")),
            untested=tuple(p for p, log in logs.items() if log.status == "skip"),
            broken=tuple((p, log.detail("")) for p, log in logs.items() if log.status == "build"),
            failing=tuple(_failing(logs.values())),
            applied=applied(steps, lambda path: (root / path).read_bytes()),
            toolchain=self._bench.toolchain.name,
        )

    def _row(self, entry: _Entry) -> Race:
        one = entry.group
        return Race(
            variable=one.symbol.qualified if one.symbol is not None else "",
            detail=one.detail,
            place=_place(one, self._workspace),
            packages=tuple(one.packages),
            tests=one.all_tests,
            outcome=entry.outcome,
            attempts=tuple(dict.fromkeys(entry.attempts)),
            proof=entry.proof,
            reason=entry.reason,
            notes=entry.notes,
        )


def _text(contents: Contents, path: str) -> bytes:
    data = contents.get(path)
    return Path(path).read_bytes() if data is None else data


def _place(one: Group, workspace: Workspace) -> str:
    if one.symbol is None:
        return ""
    file = workspace.file(one.symbol.path)
    line = file.lines.line_of(one.symbol.span.start) if file is not None else 0
    return f"{one.symbol.path}:{line}"


def _failing(logs: Iterable[PackageLog]) -> Iterable[tuple[str, str]]:
    """The tests that fail in the code as it is, for another reason than a race."""
    for log in logs:
        for test in sorted(log.failures):
            if log.status == "fail" and not log.raced(test):
                yield f"{log.package} {test}".strip(), log.detail(test)
