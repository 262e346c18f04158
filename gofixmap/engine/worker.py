"""One directory in, findings and facts out: what a worker process does.

Everything that crosses the process border (`Setup`, `Directory`, `Outcome`) is plain data. Trees
and types stay in the worker's `Session`, which lives as long as the contents it has read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property, partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from gofixmap.codemod import (
    Codemod,
    Context,
    Fact,
    Facts,
    Match,
    OptionValue,
    PackageContext,
    Symbol,
)
from gofixmap.codemod.match import symbol_of
from gofixmap.config import Settings
from gofixmap.engine import failures, unused
from gofixmap.engine.budget import OverBudget, budget, seconds_for
from gofixmap.engine.candidates import (
    Candidate,
    Narrower,
    Passed,
    Prefilter,
    Reader,
)
from gofixmap.engine.discovery import Directory, GoFile, relative_to
from gofixmap.engine.halves import is_worth_sharing, rewrite_by_two, units_of
from gofixmap.engine.memory import Memory
from gofixmap.engine.packagework import PackageWork
from gofixmap.engine.timings import Timings
from gofixmap.engine.vetting import Vetting
from gofixmap.model import FileProblem, Finding
from gofixmap.registry import working
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace.recorder import Recorder, Trace
from gofixmap.workspace.shape import Shape

if TYPE_CHECKING:
    from gofixmap.semantics.costs import Costs
    from gofixmap.semantics.info import Semantics
    from gofixmap.semantics.sharing.attribution import Attributed
    from gofixmap.syntax.queries import CompiledQuery, QuerySet
    from gofixmap.workspace import Package, Workspace, WorkspaceSpec

T = TypeVar("T")
Promising = tuple[GoFile, tuple[Passed, ...]]


class Phase(Enum):
    """Which half of the work a task is."""

    SURVEY = "survey"
    REWRITE = "rewrite"


class Setup(Struct, frozen=True):
    """What all tasks of a phase share. `token` names the contents: the run and its round."""

    token: str
    spec: WorkspaceSpec
    codemods: tuple[type[Codemod], ...]
    overlay: Mapping[str, bytes]  # that of the spec, by path as `SourceFile.path` spells it
    max_file_bytes: int
    include_generated: bool
    targets: tuple[Symbol, ...] = ()
    attributed: tuple[Attributed, ...] = ()  # race reports, with the variables as they stand now
    costs: Costs | None = None  # of profiles and the compiler, for the text as it stands now
    facts: tuple[Fact, ...] = ()
    known: frozenset[str] = frozenset()  # the names of all codemods, also of those that do not run
    traced: bool = False  # whether what the analysis depends on is noted, for the cache

    @property
    def root(self) -> str:
        return self.spec.root.dir


class Outcome(Struct):
    """What one directory gave."""

    directory: str
    findings: list[Finding] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    parsed: int = 0  # files of which a declaration was parsed
    trace: Trace | None = None  # what it depends on elsewhere, where that is noted
    shapes: dict[str, Shape] = field(default_factory=dict)  # of files that it is first to ask


class Session:
    """The workspace, the resolver and the codemods of one worker, for one set of contents."""

    def __init__(self, setup: Setup, workspace: Workspace | None = None) -> None:
        """`workspace` saves opening one where the caller has it already."""
        self.setup = setup
        self._workspace = workspace
        self.timings = Timings()
        self._codemods = {codemod.name: codemod for codemod in setup.codemods}
        self._made: dict[str, Codemod] = {}
        self._facts = Facts(setup.facts)
        self._queries: dict[str, CompiledQuery] = {}
        self._query_sets: dict[tuple[str, ...], QuerySet] = {}
        has_costs = setup.costs is not None
        self._prefilter = Prefilter(setup.codemods, self.timings, has_costs=has_costs)
        self.narrower = Narrower(setup.codemods, self.timings, has_costs=has_costs)
        surveyed = [codemod for codemod in setup.codemods if codemod.has_survey()]
        self._survey_prefilter = Prefilter(surveyed, self.timings)
        self._reader = Reader(setup.root, setup.overlay, setup.max_file_bytes)
        self.recorder = Recorder(setup.root) if setup.traced else None
        self.stopped: set[str] = set()  # directories of packages in which a codemod took too long
        self.may_fork = False  # whether another processor has nothing to do
        self.told: dict[FileProblem, None] = {}  # of the workspace, by another process

    @cached_property
    def workspace(self) -> Workspace:
        from gofixmap.workspace import Workspace

        workspace = self._workspace or Workspace.from_spec(self.setup.spec)
        if self.recorder is not None:
            workspace.recorder = self.recorder
        return workspace

    @property
    def problems(self) -> tuple[FileProblem, ...]:
        """What the workspace could not make sense of so far; none where nobody needed one."""
        own = self.workspace.problems if "workspace" in self.__dict__ else ()
        return tuple(dict.fromkeys((*own, *self.told)))

    @cached_property
    def semantics(self) -> Semantics:
        from gofixmap.semantics.info import Semantics

        return Semantics(self.workspace)

    @cached_property
    def memory(self) -> Memory:
        return Memory(self.workspace)

    @cached_property
    def vetting(self) -> Vetting:
        return Vetting(self.workspace, self._codemods, self.setup.include_generated)

    @cached_property
    def sight(self) -> unused.Sight:
        return unused.Sight(self.workspace)

    def analyse(self, directory: Directory, phase: Phase) -> Outcome:
        """The findings (or facts) of one directory; what fails there is in `problems`."""
        if self.recorder is None:
            return self._analyse(directory, phase)
        self.recorder.begin(directory.path)
        outcome = self._analyse(directory, phase)
        outcome.trace = self.recorder.end()
        for path, whole in self.recorder.asked().items():
            if self.workspace.is_shaped(path, whole=whole):
                continue
            shape = self.workspace.shape(path, whole=whole)
            if shape is not None:
                outcome.shapes[path] = shape
        return outcome

    def left_by_sieves(
        self, file: GoFile, data: bytes
    ) -> list[tuple[tuple[int, int], tuple[str, ...]]] | None:
        """The declarations that may hold a finding if a file has these contents, and of whom.

        Only the package may know better. None for a file that is not analysed.
        """
        if len(data) > self.setup.max_file_bytes or not self._is_wanted(file, data):
            return None
        version = partial(self.workspace.language_version, file.path)
        passed = self._prefilter.passed(data, file)
        found = self._prefilter.candidates(SourceFile(file.path, data), passed, version)
        return [(each.declaration.extent, each.codemods) for each in found]

    def _analyse(self, directory: Directory, phase: Phase) -> Outcome:
        outcome = Outcome(directory.path)
        settings = {file.path: file.settings for file in directory.files}
        seconds = seconds_for(directory.size)
        try:
            with budget(seconds):
                self._make_room(directory.size)
                passed = self._passed(directory, phase, outcome)
                packages = self._packages(passed, phase)
        except OverBudget:
            path = relative_to(self.setup.root, directory.path)
            outcome.problems.append(failures.search_stopped(path, seconds))
            return outcome

        def work_on(package: Package, found: Outcome | None = None) -> PackageWork:
            found = Outcome(directory.path) if found is None else found
            return PackageWork(self, package, settings, found, directory.size)

        units = units_of(packages, self.setup.codemods) if self.may_fork else []
        if phase is Phase.REWRITE and is_worth_sharing(units):
            rewrite_by_two(self, work_on, units, outcome)
        else:
            for package, candidates in packages.items():
                work = work_on(package, outcome)
                (work.survey if phase is Phase.SURVEY else work.rewrite)(candidates)
                outcome.parsed += len(work.parsed)
        if phase is Phase.REWRITE and not outcome.problems:
            outcome.findings += self._unused_ignores(passed)
        return outcome

    def _unused_ignores(self, passed: Sequence[Promising]) -> Iterator[Finding]:
        """What is said of the ignore comments of a directory once all codemods have run on it."""
        for file, sieves in passed:
            source = self.workspace.file(file.path)
            if source is None or all(each.sieve.codemod != unused.NAME for each in sieves):
                continue
            if not self.sight.is_clear(file.path):
                continue
            every = self.setup.codemods
            ran = {c.name: c for c in every if c.name != unused.NAME and file.settings.runs(c.name)}
            judge = unused.Judge(ran, self.setup.known, self.vetting.used, self._symbol_at)
            yield from map(self.vetting.vet, judge.findings(source))

    def _symbol_at(self, file: SourceFile, offset: int) -> str:
        package = self.workspace.package_of(file.path)
        declaration = file.declaration_at(offset)
        if package is None or declaration is None:
            return package.path if package else ""
        return symbol_of(declaration, package)

    def trim(self, directory: Directory) -> None:
        """Lets go of the bytes and trees of a directory that is done.

        A file that was type-checked stays, without its trees: its checkers hold it, and another
        reading of it would have nodes that are not equal to theirs.
        """
        if "workspace" in self.__dict__:
            self._forget([file.path for file in directory.files])

    def _make_room(self, size: int) -> None:
        """Lets go of what was looked at elsewhere, and if need be of all that is known of types.

        `size` are the bytes of the directory that comes.
        """
        if not self.memory.should_look(size) or self.memory.has_room(size):
            return
        self._forget(None)
        if not self.memory.has_room(size):
            self._renew()
            self.workspace.forget_all()
            _collect()

    def _renew(self) -> None:
        if "semantics" in self.__dict__:
            self.__dict__["semantics"] = self.semantics.renewed()

    def _forget(self, paths: Sequence[str] | None) -> None:
        if "semantics" in self.__dict__:
            self.semantics.forget(paths)
            self.workspace.forget(paths, unless=self.semantics.has_checked)
        else:
            self.workspace.forget(paths)

    def relieve(self, size: int, directory: str) -> None:
        """Lets go of all trees in the middle of a directory; nodes from before are of no use.

        `size` are its bytes. Its files stay, because it is declarations in them that are looked at.
        """
        self.semantics.forget()
        self.workspace.forget_trees(unless=self.semantics.has_checked)
        if self.memory.is_short(size):
            self._renew()
            if self.recorder is not None:
                self.recorder.settle()
            self.workspace.forget_all(but=directory)
            self.workspace.forget_trees()
            _collect()

    def _passed(self, directory: Directory, phase: Phase, outcome: Outcome) -> list[Promising]:
        """The files that may hold a finding, with the sieves that they have passed; mostly none.

        Where there is one the workspace gets the bytes of all files of the directory.
        """
        prefilter = self._prefilter_of(phase)
        contents = self._read(directory, outcome)
        passed = [
            (file, sieves)
            for file, data in contents
            if self._is_wanted(file, data) and (sieves := prefilter.passed(data, file))
        ]
        for file, data in contents if passed else ():
            self.workspace.adopt(file.path, data)
        return passed

    def _prefilter_of(self, phase: Phase) -> Prefilter:
        return self._prefilter if phase is Phase.REWRITE else self._survey_prefilter

    def _packages(
        self, passed: Sequence[Promising], phase: Phase
    ) -> dict[Package, list[Candidate]]:
        """The candidates in files that have passed, by package."""
        prefilter = self._prefilter_of(phase)
        packages: dict[Package, list[Candidate]] = {}
        for file, sieves in passed:
            source = self.workspace.file(file.path)
            version = partial(self.workspace.language_version, file.path)
            candidates = prefilter.candidates(source, sieves, version) if source else []
            package = self.workspace.package_of(file.path) if candidates else None
            if package is not None:
                packages.setdefault(package, []).extend(candidates)
        return packages

    def _read(self, directory: Directory, outcome: Outcome) -> list[tuple[GoFile, bytes]]:
        started = process_time()
        contents: list[tuple[GoFile, bytes]] = []
        for file in directory.files:
            data = self._reader.read(file)
            if isinstance(data, FileProblem):
                outcome.problems.append(data)
            else:
                contents.append((file, data))
        self.timings.read += process_time() - started
        return contents

    def _is_wanted(self, file: GoFile, data: bytes) -> bool:
        """False for generated code, which only its name or an option brings in."""
        if file.explicit or self.setup.include_generated or b"DO NOT EDIT." not in data:
            return True
        return not SourceFile(file.path, data).is_generated

    def query_set(self, codemods: tuple[str, ...]) -> QuerySet:
        """The queries of these codemods, so that a declaration is traversed once."""
        found = self._query_sets.get(codemods)
        if found is None:
            from gofixmap.syntax.queries import QuerySet

            found = QuerySet({name: self._query(name) for name in codemods})
            self._query_sets[codemods] = found
        return found

    def _query(self, name: str) -> CompiledQuery:
        if name not in self._queries:
            from gofixmap.syntax.queries import CompiledQuery

            self._queries[name] = CompiledQuery(self._codemods[name].query_text(), name)
        return self._queries[name]

    def codemod(self, name: str) -> Codemod:
        """The codemod that works, loaded now where nobody has asked for it before."""
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = working(self._codemods[name])()
        return found

    def context(
        self, codemod: Codemod, settings: Settings, package: Package, matches: Sequence[Match] = ()
    ) -> Context:
        defaults = {key: option.default for key, option in codemod.options.items()}
        options: Mapping[str, OptionValue] = settings.options_of(codemod.name, defaults)
        base = PackageContext(self.workspace, self.semantics, package, matches)
        return Context(
            codemod,
            base,
            facts=self._facts,
            options=options,
            targets=self.setup.targets,
            attributed=self.setup.attributed,
            costs=self.setup.costs,
        )

    def target(self, symbol: Symbol, settings: Settings, *, evidence: str = "") -> Outcome:
        """What the codemods offer for a symbol that the user named, or evidence of that kind."""
        package = self.workspace.package_of(symbol.path)
        outcome = Outcome(str(Path(self.setup.root, symbol.path).parent))
        if package is not None:
            work = PackageWork(self, package, {symbol.path: settings}, outcome)
            wanted = [c for n, c in self._codemods.items() if settings.runs(n)]
            if evidence:
                wanted = [codemod for codemod in wanted if evidence in codemod.evidence]
            work.target(symbol, [self.codemod(each.name) for each in wanted])
        return outcome


def _collect() -> None:
    gc.unfreeze()
    gc.collect()  # which takes little time now that little is left
