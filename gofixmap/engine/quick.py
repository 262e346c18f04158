"""The findings of a file that is being typed: what changed is analysed again, the rest moves.

Two passes share the work of an editor. This quick one looks at single declarations, with the
codemods that do not need to see all uses of something. The full one is an ordinary run over the
package, in another process, whose findings then replace these.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import Codemod, Match
from gofixmap.config import Settings
from gofixmap.engine import unused
from gofixmap.engine.analysis import explained, place_of
from gofixmap.engine.discovery import SKIPPED_DIRECTORIES
from gofixmap.engine.moves import Move
from gofixmap.engine.named import without_rivals
from gofixmap.engine.plan import Plan, plan
from gofixmap.engine.request import Request
from gofixmap.engine.resident import Resident
from gofixmap.engine.worker import Session
from gofixmap.model import Finding
from gofixmap.registry import Registry, working
from gofixmap.syntax.queries import CompiledQuery
from gofixmap.syntax.source import Declaration, SourceFile

log = logging.getLogger(__name__)
_MEMORY = 0.7  # how much of a codemod's expected cost comes from before its last call
TOO_LONG = 0.1  # seconds of one codemod in one declaration: more than anyone who types waits for
_FIRST_COST = 0.001  # seconds that a codemod is expected to take before it has been called


class Task(Struct, frozen=True):
    """One codemod over one declaration."""

    declaration: Declaration
    codemod: str


class QuickPlans:
    """What the quick passes of one workspace share: settings, queries, costs, the session."""

    def __init__(self, resident: Resident, registry: Registry, request: Request) -> None:
        """`request` says what to run; its paths and overlay do not matter."""
        self.resident = resident
        self._registry = registry
        self._request = request
        self._plans: dict[tuple[str, frozenset[str]], Plan] = {}
        self._sessions: dict[str, Session] = {}
        self._queries: dict[str, CompiledQuery] = {}
        self._costs: dict[str, float] = {}
        self._rests: dict[str, _Rest] = {}

    def plan_of(self, directory: str) -> Plan:
        """The settings of a directory's files. Raises GofixmapError for a bad configuration."""
        overlay = self.resident.workspace.spec.overlay
        own = frozenset(path for path in overlay if path.rpartition("/")[0] == directory)
        found = self._plans.get((directory, own))
        if found is None:
            request = for_directory(self._request, directory, overlay, self.resident.root)
            found = self._plans[directory, own] = plan(
                request, self._registry, self.resident.workspace
            )
        return found

    def session_of(self, directory: str) -> Session:
        """The session for the contents as they are now."""
        workspace = self.resident.workspace
        session = self._sessions.get(directory)
        if session is None or session.workspace is not workspace:
            planned = self.plan_of(directory)
            session = Session(planned.setup(workspace, planned.named), workspace)
            session.semantics = self.resident.semantics
            self._sessions[directory] = session
        return session

    def query(self, codemod: type[Codemod]) -> CompiledQuery:
        found = self._queries.get(codemod.name)
        if found is None:
            text = codemod.query_text()
            found = self._queries[codemod.name] = CompiledQuery(text, codemod.name)
        return found

    def prepare(self, directory: str) -> Iterator[None]:
        """Compiles the queries and loads the codemods, one at a step: each takes milliseconds."""
        for codemod in quick_codemods(self.plan_of(directory).codemods):
            _ = self.query(working(codemod)).query
            yield

    def expected(self, codemod: str) -> float:
        """Seconds that a codemod may take for a declaration, by what it took before."""
        return self._costs.get(codemod, _FIRST_COST)

    def took(self, codemod: str, seconds: float, *, once: bool) -> None:
        """Notes how long a codemod has taken; `once` where that is no measure of the next time."""
        before = self._costs.get(codemod, _FIRST_COST)
        self._costs[codemod] = _MEMORY * before + (1 - _MEMORY) * min(seconds, TOO_LONG)
        if seconds > TOO_LONG and not once:
            rest = self._rests.setdefault(codemod, _Rest())
            rest.turns = rest.next
            rest.next *= 4

    def rests(self, codemod: str) -> bool:
        """Whether a codemod that has kept the editor waiting is left out of this change.

        The full pass has its findings. It is tried again later, each time after a longer while:
        what took long may have been what is only done once.
        """
        rest = self._rests.get(codemod)
        if rest is None or rest.turns == 0:
            return False
        rest.turns -= 1
        return True


class _Rest(Struct):
    """For how many changes a codemod is left out, and for how many the next time."""

    turns: int = 0
    next: int = 8


def quick_codemods(codemods: Iterable[type[Codemod]]) -> list[type[Codemod]]:
    """Those that a quick pass runs: the others search the workspace for all uses of a name."""
    return [each for each in codemods if not each.closed_world and each.name != unused.NAME]


def for_directory(
    request: Request, directory: str, overlay: Mapping[str, bytes], root: str
) -> Request:
    """The run over the Go files of one directory, those that are only in the overlay included.

    What lies below is left out, and what a walk from above would not look at.
    """
    below = Path(directory).relative_to(root) if Path(directory).is_relative_to(root) else Path()
    if any(part[0] in "_." or part in SKIPPED_DIRECTORIES for part in below.parts):
        return replace(request, paths=(Path(directory),), overlay=overlay, apply=False)
    found = {path for path in overlay if path.rpartition("/")[0] == directory}
    with suppress(OSError):
        found |= {str(path) for path in Path(directory).glob("*.go") if path.is_file()}
    paths = tuple(Path(path) for path in sorted(found)) or (Path(directory),)
    return replace(request, paths=paths, overlay=overlay, apply=False, force_exclude=True)


class QuickFile:
    """The findings of one open file. `tasks` are left to do until they hold for all of it."""

    def __init__(
        self, plans: QuickPlans, path: str, data: bytes, findings: Sequence[Finding] = ()
    ) -> None:
        """`path` is absolute. Every declaration is a task.

        `findings` are those of a full pass over the same text before the workspace was opened anew:
        what a quick pass does not look for stays until the next one.
        """
        self._plans = plans
        self._absolute = path
        self._directory = str(Path(path).parent)
        root = plans.resident.workspace.root
        inside = Path(path).is_relative_to(root)
        self.path = Path(path).relative_to(root).as_posix() if inside else path
        self.file = SourceFile(self.path, data)
        settings, quick = self._settings(), {codemod.name for codemod in self._codemods()}
        self._findings = [
            each
            for each in findings
            if each.codemod not in quick and settings is not None and settings.runs(each.codemod)
        ]
        self._is_first = True  # nothing is known yet, of the packages around it neither
        self._resting: set[str] = set()  # codemods that the last change has left out
        self.complete = False  # whether the findings are those of a full pass over this text
        self.tasks: list[Task] = []
        self.restart()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """In the order of their places, each once."""
        chosen = without_rivals(dict.fromkeys(self._findings), ())
        planned = self._plans.plan_of(self._directory)
        return tuple(sorted((explained(planned, f) for f in chosen), key=place_of))

    def restart(self) -> None:
        """Every declaration is to be looked at again."""
        self.file = self._plans.resident.workspace.file(self.path) or self.file
        self.complete = False
        self.tasks = self._tasks(self.file.declarations)

    def change(self) -> None:
        """Goes on with the text that the resident workspace has now."""
        new = self._plans.resident.workspace.file(self.path)
        if new is None or new is self.file:
            return
        move = Move(self.file, new)
        self.file = new
        self.complete = False
        self._resting = {c.name for c in self._codemods() if self._plans.rests(c.name)}
        fresh = [task for task in self._tasks(move.fresh) if task.codemod not in self._resting]
        torn = self._carry(self._findings, move, fresh)
        self.tasks = self._merged(self._kept(move), fresh, self._again(torn))

    @property
    def root(self) -> str:
        """The root of the workspace, which `path` is relative to."""
        return self._plans.resident.root

    def reaches_into(self, path: str) -> bool:
        """Whether a fix of a finding here edits another file, as `SourceFile.path` has it."""
        fixes = (finding.fix for finding in self._findings)
        return any(fix is not None and path in fix.paths for fix in fixes)

    def other_changed(self, move: Move) -> None:
        """Another file has changed: fixes that reach into it move, those that are torn go."""
        torn = self._carry(self._findings, move, ())
        self.tasks = self._merged(self.tasks, self._again(torn))
        self.complete = False

    def _carry(
        self, findings: Iterable[Finding], move: Move, fresh: Collection[Task]
    ) -> list[Finding]:
        """Moves findings; those whose fixes are to be made anew.

        In a declaration that has changed a finding stays, without its fix, until its codemod has
        looked at it again, in this pass or in the full one.
        """
        quick = {codemod.name for codemod in self._codemods()}
        torn: list[Finding] = []
        kept: list[Finding] = []
        for finding in findings:
            moved = move.finding(finding)
            if moved is None or (moved.loose and not self._waits(moved.finding, quick, fresh)):
                continue
            if moved.torn:
                torn.append(moved.finding)
            kept.append(moved.finding)
        self._findings = kept
        return torn

    def _waits(self, finding: Finding, quick: Collection[str], fresh: Collection[Task]) -> bool:
        if finding.codemod not in quick or finding.codemod in self._resting:
            return True
        place = self.file.declaration_at(finding.span.start)
        return place is not None and Task(place, finding.codemod) in fresh

    def _kept(self, move: Move) -> list[Task]:
        """What was still to do, in declarations that stay."""
        pairs = ((task, move.declaration(task.declaration)) for task in self.tasks)
        return [Task(now, task.codemod) for task, now in pairs if now is not None]

    def _again(self, torn: Sequence[Finding]) -> list[Task]:
        """The tasks that make anew the fixes which a change has torn."""
        quick = {codemod.name for codemod in self._codemods()}
        places = ((self.file.declaration_at(each.span.start), each.codemod) for each in torn)
        return [
            Task(place, codemod)
            for place, codemod in places
            if place is not None and codemod in quick
        ]

    def _merged(self, *groups: Sequence[Task]) -> list[Task]:
        """The tasks, each once, those first that are expected to be done first."""
        every = dict.fromkeys(task for group in groups for task in group)
        return sorted(every, key=lambda task: self._plans.expected(task.codemod))

    def _codemods(self) -> list[type[Codemod]]:
        settings = self._settings()
        if settings is None:
            return []
        planned = self._plans.plan_of(self._directory)
        return [c for c in quick_codemods(planned.codemods) if settings.runs(c.name)]

    def _settings(self) -> Settings | None:
        """None for a file that a run over its directory does not look at."""
        planned = self._plans.plan_of(self._directory)
        settings = planned.settings.get(self.path)
        data = self.file.data
        if settings is None or len(data) > planned.request.max_file_bytes:
            return None
        return None if not self.file.is_utf8 or self.file.is_generated else settings

    def _tasks(self, declarations: Sequence[Declaration]) -> list[Task]:
        workspace = self._plans.resident.workspace
        data = self.file.data
        version = workspace.language_version(self.path)
        tasks: list[Task] = []
        for codemod in self._codemods():
            if codemod.needles and not any(needle in data for needle in codemod.needles):
                continue
            found = [each for each in declarations if _may_match(codemod, each)]
            if found and codemod.takes(data, version):
                tasks += (Task(declaration, codemod.name) for declaration in found)
        return self._merged(tasks)

    @property
    def next_cost(self) -> float:
        """Seconds that the next task is expected to take."""
        return self._plans.expected(self.tasks[0].codemod) if self.tasks else 0.0

    def step(self) -> None:
        """Does the next task."""
        task = self.tasks.pop(0)
        started = perf_counter()
        try:
            found = list(self._found(task))
        except Exception:
            log.exception("codemod %s failed in %s", task.codemod, self.path)
            found = []
        self._plans.took(task.codemod, perf_counter() - started, once=self._is_first)
        self._is_first = self._is_first and bool(self.tasks)
        self._put(task, found)

    def _put(self, task: Task, found: Sequence[Finding]) -> None:
        here = task.declaration.span
        kept = (
            each
            for each in self._findings
            if each.codemod != task.codemod or not here.contains(each.span)
        )
        own = (each for each in found if each.path == self.path)
        self._findings = list(dict.fromkeys((*kept, *own)))

    def _found(self, task: Task) -> Iterator[Finding]:
        settings = self._settings()
        package = self._plans.resident.workspace.package_of(self.path)
        if settings is None or package is None or task.declaration.has_error:
            return
        session = self._plans.session_of(self._directory)
        codemod = session.codemod(task.codemod)
        captures = self._plans.query(type(codemod)).matches(task.declaration.node)
        matches = [Match(task.declaration, c, package, session.semantics) for c in captures]
        if not matches:
            return
        context = session.context(codemod, settings, package, matches)
        for finding in codemod.rewrite_declaration(matches, context):
            yield session.vetting.vet(finding)

    def take(self, data: bytes, findings: Sequence[Finding], *, is_all: bool) -> None:
        """The findings of a full pass over an earlier text of the file, or of this one.

        `is_all` says that no other file has changed since. Declarations that have changed keep
        what the quick pass has found in them.
        """
        if data == self.file.data:
            self._findings = list(findings)
            self.tasks = []
            self.complete = is_all
            return
        move = Move(SourceFile(self.path, data), self.file)
        fresh = {id(declaration) for declaration in move.fresh}
        quick = {codemod.name for codemod in self._codemods()} - self._resting
        own = [f for f in self._findings if f.codemod in quick and self._lies_in(f, fresh)]
        waiting = [task for task in self.tasks if id(task.declaration) in fresh]
        torn = self._carry(findings, move, waiting)
        self._findings = self._without_equals(own)
        left = [task for task in self.tasks if id(task.declaration) in fresh]
        self.tasks = self._merged(left, self._again(torn))

    def _without_equals(self, own: Sequence[Finding]) -> list[Finding]:
        """The carried findings and the file's own, which are newer, each place told once."""
        told = {(each.codemod, each.span) for each in own}
        return [*(f for f in self._findings if (f.codemod, f.span) not in told), *own]

    def _lies_in(self, finding: Finding, declarations: set[int]) -> bool:
        return id(self.file.declaration_at(finding.span.start)) in declarations


def _may_match(codemod: type[Codemod], declaration: Declaration) -> bool:
    if declaration.keyword not in codemod.keywords:
        return False
    if declaration.file.is_test and not codemod.tests:
        return False
    if codemod.prefilter is not None and not codemod.prefilter.search(declaration.text):
        return False
    return codemod.considers(declaration)
