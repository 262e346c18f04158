"""Plan, survey, rewrite, rounds, proof, result: a run, but for what the cache knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.codemod import Fact, Symbol
from gofixmap.edits import by_path, rewrite
from gofixmap.engine.baseline import without_known
from gofixmap.engine.discovery import Directory
from gofixmap.engine.named import RACE, Named, best, unused, without_rivals
from gofixmap.engine.plan import Plan, Recall, plan
from gofixmap.engine.pool import ExecutorFactory, Pool, adopt, release
from gofixmap.engine.proof import prove
from gofixmap.engine.request import Progress, Request
from gofixmap.engine.rounds import Rounds, Settled
from gofixmap.engine.targets import TargetFinder
from gofixmap.engine.timings import Timings
from gofixmap.engine.unused import Patience, is_alone, without_used
from gofixmap.engine.waiting import held_back, waiting
from gofixmap.engine.worker import Outcome, Phase, Session, Setup
from gofixmap.errors import UsageError
from gofixmap.model import FileProblem, Finding, RunResult, Safety, Status, Summary
from gofixmap.registry import Registry, installed
from gofixmap.workspace import Workspace
from gofixmap.workspace.watch import Watcher, watched

if TYPE_CHECKING:
    from gofixmap.engine.cache import Known
    from gofixmap.engine.cacheparts import Parts
    from gofixmap.engine.resident import Resident
    from gofixmap.semantics.info import Semantics


def analyse(
    request: Request,
    registry: Registry | None,
    progress: Progress,
    executor: ExecutorFactory | None,
    timings: Timings | None,
    resident: Resident | None,
    known: Known | None = None,
) -> RunResult:
    """See `gofixmap.engine.run.run`; `known` is what the cache has for this request."""
    pool = Pool(request.jobs, progress, executor)
    try:
        with watched(known.found) if known is not None else nullcontext() as watcher:
            opened = resident.workspace if resident else None
            planned = plan(request, registry or installed(), opened, _recall(known))
            parts = _parts(known, planned, watcher)
            semantics = resident.semantics if resident else None
            engine = _Engine(planned, pool, progress, semantics, parts)
            result = engine.run()
        if parts is not None:
            parts.keep_result(result)
    finally:
        pool.close()
        release()
    if timings is not None:
        timings.add(engine.timings)
    return result


def _recall(known: Known | None) -> Recall | None:
    if known is None:
        return None
    from gofixmap.engine.cachefound import recalled

    return partial(recalled, known)


def _parts(known: Known | None, planned: Plan, watcher: Watcher | None) -> Parts | None:
    if known is None or watcher is None:
        return None
    from gofixmap.engine.cacheparts import parts_of  # a run without the cache needs none of it

    return parts_of(known, planned, watcher)


class _Engine:
    def __init__(
        self,
        planned: Plan,
        pool: Pool,
        progress: Progress,
        semantics: Semantics | None,
        parts: Parts | None,
    ) -> None:
        self._plan = planned
        self._parts = parts  # what is known; until the first analysis is done
        self._semantics = semantics
        self._progress = progress
        self._pool = pool
        self._directories = {each.path: each for each in planned.directories}
        self._facts: dict[str, list[Fact]] = {}
        self._problems: dict[FileProblem, None] = dict.fromkeys(planned.problems)
        self._parsed = 0
        self._unread: dict[FileProblem, None] = {}  # of the workers' workspaces
        self._told: set[str] = set()
        self._waits: dict[str, str] = {}  # variables that get no lock in this run, and why
        self._patience = Patience()
        self.timings = Timings()

    def run(self) -> RunResult:
        named = self._plan.named
        findings = self._analyse(tuple(self._directories), self._plan.workspace, named)
        # A fix may settle other variables too, which nobody then has anything to say about.
        self._told = {finding.symbol for each in findings.values() for finding in each}
        parsed = self._parsed
        if self._plan.request.apply:
            self._refuse_choices(findings)
            settled = self._rounds(findings).run()
        else:
            settled = Settled(open=[finding for each in findings.values() for finding in each])
        return self._result(settled, parsed)

    def _rounds(self, findings: Mapping[str, list[Finding]]) -> Rounds:
        workspace = self._plan.workspace
        order = {codemod.name: at for at, codemod in enumerate(self._plan.codemods)}

        def analyse(stale: Sequence[str], now: Mapping[str, bytes]) -> dict[str, list[Finding]]:
            settled = rounds.settled_symbols()
            changed = workspace.with_overlay(now)
            moved = partial(self._moved, rounds=rounds, workspace=changed)
            named = self._plan.named.moved(moved, settled).carried(rounds.current_span)
            return self._analyse(stale, changed, named, settled)

        rounds = Rounds(
            findings,
            read=lambda path: workspace.read(path) or b"",
            analyse=analyse,
            wanted=self._is_wanted,
            rank=lambda finding: (order[finding.codemod], *place_of(finding)),
            directory_of=self._directory_of,
            max_rounds=self._plan.request.max_rounds,
        )
        return rounds

    def _moved(self, symbol: Symbol, rounds: Rounds, workspace: Workspace) -> Symbol | None:
        """A symbol on disk as it is declared in the text that the rounds have left."""
        span = rounds.current_span(symbol.path, symbol.span)
        if span is not None:
            return replace(symbol, span=span)
        directory = self._directories.get(self._directory_of(symbol.path))
        return _again(symbol, workspace, directory) if directory is not None else None

    def _directory_of(self, path: str) -> str:
        return str((self._plan.workspace.root / path).parent)

    def _analyse(
        self,
        paths: Sequence[str],
        workspace: Workspace,
        named: Named,
        settled: frozenset[str] = frozenset(),
    ) -> dict[str, list[Finding]]:
        """The findings of some directories in the contents of `workspace`.

        `settled` are the symbols that fixes of this run are about.
        """
        parts, self._parts = self._parts, None
        setup = replace(self._plan.setup(workspace, named), traced=parts is not None)
        session = _adopted(setup, workspace, self._semantics)
        if any(codemod.has_survey() for codemod in self._plan.codemods):
            before = self._merged_facts()
            self._survey(setup, paths)
            facts = self._merged_facts()
            if facts != before:  # any package may read them
                paths = tuple(self._directories)
            informed = replace(setup, facts=facts, token=setup.token + "+")
            session = _adopted(informed, workspace, self._semantics)
        directories = [self._directories[path] for path in paths if path in self._directories]
        findings: dict[str, list[Finding]] = {path: [] for path in paths}
        if parts is not None:
            parts.settle(session.left_by_sieves)
        for outcome in self._known(parts):
            findings[outcome.directory] += outcome.findings
        missing = directories if parts is None else parts.missing(directories)
        for outcome in self._phase(session.setup, Phase.REWRITE, missing, "rewrite", parts):
            findings[outcome.directory] += outcome.findings
        if parts is not None:
            workspace.recorder = None
        used_before = frozenset(session.vetting.used)
        for directory, offered in self._offers(session, frozenset(paths), settled):
            findings.setdefault(directory, []).extend(offered)
        self._put_proposals(findings, session, named)
        if parts is not None:
            parts.keep(self._workspace_problems())
        used = session.vetting.used - used_before
        told = {path: without_used(each, used) for path, each in findings.items()}
        chosen = {path: self._chosen(dict.fromkeys(each)) for path, each in told.items()}
        if not self._plan.request.apply:
            return chosen
        return self._patience.admit(chosen, self._is_wanted)

    def _chosen(self, findings: Iterable[Finding]) -> list[Finding]:
        request = self._plan.request
        if is_alone(request.select):
            return [finding for finding in findings if is_alone((finding.codemod,))]
        if request.alternatives:
            return list(findings)
        listed = () if request.select and request.apply else self._plan.targets
        return without_rivals(findings, {target.qualified for target in listed})

    def _survey(self, setup: Setup, paths: Sequence[str]) -> None:
        directories = [self._directories[path] for path in paths if path in self._directories]
        for path in paths:
            self._facts.pop(path, None)
        for outcome in self._phase(setup, Phase.SURVEY, directories, "survey"):
            self._facts[outcome.directory] = outcome.facts

    def _merged_facts(self) -> tuple[Fact, ...]:
        return tuple(fact for _, facts in sorted(self._facts.items()) for fact in facts)

    def _known(self, parts: Parts | None) -> Iterator[Outcome]:
        """What the cache knows of this run's directories."""
        for outcome in parts.outcomes.values() if parts is not None else ():
            self._parsed += outcome.parsed
            self._problems.update(dict.fromkeys(outcome.problems))
            yield outcome

    def _phase(
        self,
        setup: Setup,
        phase: Phase,
        directories: Sequence[Directory],
        label: str,
        parts: Parts | None = None,
    ) -> Iterator[Outcome]:
        arrived = (parts.add,) if parts is not None else ()
        for result in self._pool.run(setup, phase, directories, label, *arrived):
            self.timings.add(result.timings)
            self._parsed += result.parsed
            self._unread.update(dict.fromkeys(result.problems))
            for outcome in result.outcomes:
                self._problems.update(dict.fromkeys(outcome.problems))
                yield outcome

    def _offers(
        self, session: Session, directories: frozenset[str], settled: frozenset[str]
    ) -> Iterator[tuple[str, list[Finding]]]:
        """What the codemods offer for the symbols that the user named."""
        for target in self._plan.targets:
            directory = self._directory_of(target.path)
            done = target.qualified in settled
            # The name of a local that a fix has dealt with may now be that of another one.
            if directory not in directories or (done and target.kind == "local"):
                continue
            symbol: Symbol | None = target
            if session.workspace is not self._plan.workspace:
                symbol = _again(target, session.workspace, self._directories[directory])
            if symbol is None:
                continue
            outcome = session.target(symbol, self._plan.settings_of(target.path))
            self._problems.update(dict.fromkeys(outcome.problems))
            offered = (f for f in outcome.findings if not done or f.status is not Status.DECLINED)
            yield directory, [self._plan.named.cite(symbol, finding) for finding in offered]

    def _put_proposals(
        self, findings: dict[str, list[Finding]], session: Session, named: Named
    ) -> None:
        """Adds what codemods offer for the variables that evidence names.

        The first variable for which there is a fix is the one; with `alternatives` all are asked.
        It takes the place of what codemods found about it without being asked.
        """
        every = self._plan.request.alternatives
        asked: dict[Symbol, list[Finding]] = {}
        for choice in named.choices:
            for symbol in choice:
                directory = self._directory_of(symbol.path)
                if directory not in findings or self._is_target(symbol):
                    break
                if symbol not in asked:
                    offered = asked[symbol] = self._proposals(session, symbol, named)
                    own = findings[directory]
                    own[:] = [f for f in own if f.rank <= 0 or f.symbol != symbol.qualified]
                    own += offered
                if not every and any(offer.fix is not None for offer in asked[symbol]):
                    break
        if not every:
            self._hold_back(findings, session, asked, named)

    def _hold_back(
        self,
        findings: dict[str, list[Finding]],
        session: Session,
        asked: Mapping[Symbol, Sequence[Finding]],
        named: Named,
    ) -> None:
        """Lets locks wait for the remedies without one; which ones do is settled at first."""
        if session.workspace is self._plan.workspace:
            self._waits = waiting(asked, named.attributed, session.workspace)
        if self._waits:
            findings.update({path: held_back(each, self._waits) for path, each in findings.items()})

    def _is_target(self, symbol: Symbol) -> bool:
        return any(target.qualified == symbol.qualified for target in self._plan.targets)

    def _proposals(self, session: Session, symbol: Symbol, named: Named) -> list[Finding]:
        settings = self._plan.settings_of(symbol.path)
        outcome = session.target(symbol, settings, evidence=RACE)
        self._problems.update(dict.fromkeys(outcome.problems))
        cited = [named.cite(symbol, finding) for finding in outcome.findings]
        return cited if self._plan.request.alternatives else best(cited)

    def _refuse_choices(self, findings: Mapping[str, list[Finding]]) -> None:
        """Raises UsageError where several codemods offer something for one target."""
        if self._plan.request.select:
            return
        for target in self._plan.targets:
            offers = {
                finding.codemod: finding.fix.title
                for each in findings.values()
                for finding in each
                if finding.fix is not None and finding.symbol == target.qualified
            }
            if len(offers) > 1:
                listed = "; ".join(f"{name}: {title}" for name, title in offers.items())
                raise UsageError(
                    f"several codemods offer something for {target.qualified}: {listed}",
                    hint="choose with --select",
                )

    def _is_wanted(self, finding: Finding) -> bool:
        """Whether this run applies the finding's fix."""
        plan = self._plan
        named = plan.names(finding)
        return self._is_changed(finding) and (named or finding.safety <= plan.tier(finding))

    def _is_changed(self, finding: Finding) -> bool:
        """Whether the finding lies on lines that the user limited the run to."""
        changed = self._plan.changed_lines
        if changed is None:
            return True
        file = self._plan.workspace.file(finding.path)
        if file is None:
            return False
        first, last = (file.lines.line_of(at) for at in (finding.span.start, finding.span.end))
        return any(low <= last and first <= high for low, high in changed.get(finding.path, ()))

    def _result(self, settled: Settled, parsed: int) -> RunResult:
        workspace = self._plan.workspace
        level = self._plan.request.verify
        if settled.applied and level != "none":
            self._progress(0, 1, "verify")
        kept, refused, proof = prove(
            workspace,
            settled.applied,
            level,
            self._plan.named.attributed,
            seconds=self._plan.request.verify_seconds,
        )
        before, after = self._contents(kept)
        shown = [
            explained(self._plan, finding) for finding in settled.open if self._is_changed(finding)
        ]
        found = map(self._plan.named.weighed, (*kept, *refused, *shown))
        problems = self._all_problems(settled.problems)
        findings, fixed_known = without_known(
            self._plan, sorted(found, key=place_of), complete=not problems
        )
        return RunResult(
            root=str(workspace.root),
            findings=findings,
            before=before,
            after=after,
            problems=problems,
            summary=Summary(
                files=sum(len(each.files) for each in self._directories.values()),
                parsed=parsed,
                packages=len(self._directories),
                findings=len(findings),
                fixes=sum(finding.fix is not None for finding in findings),
                declined=sum(finding.status is Status.DECLINED for finding in findings),
            ),
            proof=proof,
            baseline=self._plan.baseline.name if self._plan.baseline else "",
            fixed_known=fixed_known,
            unused_evidence=unused(
                self._plan.named, self._told.union(f.symbol for f in findings), self._is_in_run
            ),
        )

    def _is_in_run(self, path: str) -> bool:
        return self._directory_of(path) in self._directories

    def _contents(self, applied: Sequence[Finding]) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The files that change, before (where they are there) and after."""
        before: dict[str, bytes] = {}
        after: dict[str, bytes] = {}
        for path, edits in by_path(f.fix for f in applied if f.fix is not None).items():
            data = self._plan.workspace.read(path)
            text = rewrite(data or b"", edits)
            if text != data:
                after[path] = text
                if data is not None:
                    before[path] = data
        return before, after

    def _workspace_problems(self) -> list[FileProblem]:
        """What this process and its workers could not make sense of as they read."""
        return [*self._plan.workspace.problems, *self._unread]

    def _all_problems(self, more: Sequence[FileProblem]) -> tuple[FileProblem, ...]:
        """Each problem once; the workspace's own only of paths that no other one is about."""
        problems = [*self._problems, *more]
        named = {problem.path for problem in problems}
        problems += (p for p in self._workspace_problems() if p.path not in named)
        return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.what)))


_HOW_TO_APPLY = {
    Safety.REVIEW: "behaviour changes on purpose: apply it with --safety review",
    Safety.TARGET: "a design decision: name the symbol with --target to apply it",
}


def explained(plan: Plan, finding: Finding) -> Finding:
    """Says of a fix of a higher tier what would apply it."""
    if finding.status is not Status.FIXABLE or finding.safety <= plan.tier(finding):
        return finding
    if plan.names(finding):
        return finding
    return finding.with_status(Status.FIXABLE, _HOW_TO_APPLY[finding.safety])


def place_of(finding: Finding) -> tuple[str, int, int, str, str]:
    return (
        finding.path,
        finding.span.start,
        finding.span.end,
        finding.codemod,
        finding.message,
    )


def _adopted(setup: Setup, workspace: Workspace, semantics: Semantics | None) -> Session:
    """The session of this process; it goes on with `semantics` where they are of this workspace."""
    session = Session(setup, workspace)
    if semantics is not None and semantics.workspace is workspace:
        session.semantics = semantics
    adopt(session)
    return session


def _again(symbol: Symbol, workspace: Workspace, directory: Directory) -> Symbol | None:
    """The symbol in other contents; None where it is no longer there, or no longer alone."""
    try:
        return TargetFinder(workspace, (directory,)).resolve(symbol.qualified)
    except UsageError:
        return None
