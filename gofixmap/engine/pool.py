"""Runs tasks over directories: inline, or in processes behind `concurrent.futures.Executor`.

Small inputs run inline, as does everything where no pool can be started. Tasks are cut by bytes,
and results come back in the order of the directories, so the number of processes never shows in
what a run finds. A worker that dies takes only its own task with it. What starts processes is
imported by whoever needs one: a run over what an edit concerns mostly starts none.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field

from gofixmap.codemod import Codemod
from gofixmap.engine.discovery import Directory, relative_to
from gofixmap.engine.ready import index_words
from gofixmap.engine.request import Progress
from gofixmap.engine.timings import Timings
from gofixmap.engine.worker import Outcome, Phase, Session, Setup
from gofixmap.model import FileProblem
from gofixmap.registry import working
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import Workspace, watch
from gofixmap.workspace.watch import Seen

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from multiprocessing.process import BaseProcess

INLINE_BYTES = 3_000_000  # below this, starting processes costs more than it saves
_FEW = 4  # directories that are analysed by two processes each
_TASKS_PER_JOB = 24
_MIN_TASK_BYTES = 200_000
_INDEX_BYTES = 20_000_000  # from here on several codemods together search for many names
_MANY_ASK = 4  # codemods that need to know all uses of what they look at
_LOOK_SECONDS = 0.5  # between a worker's looks at whether its parent lives

ExecutorFactory = Callable[[int], "Executor"]
Arrived = Callable[["TaskResult"], None]


class TaskResult(Struct):
    """What one task sends back: only directories with something to say, or all for the cache.

    `problems` are those of the workspace as a whole, such as a go.mod that makes no sense.
    `imports` are the directories between which imports were followed, `seen` what the task has
    asked of the file system, `broken` files with syntax errors, and `holders` the files that hold
    words which were searched for, where the cache wants to know; `followed` is what follows from
    what packages declare, see `Workspace.following`.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    parsed: int = 0
    timings: Timings = field(default_factory=Timings)
    problems: tuple[FileProblem, ...] = ()
    imports: frozenset[tuple[str, str]] = frozenset()
    seen: Seen | None = None
    broken: frozenset[str] = frozenset()
    holders: dict[bytes, tuple[str, ...]] = field(default_factory=dict)
    followed: dict[tuple[str, str], frozenset[bytes]] = field(default_factory=dict)


def _nothing(result: TaskResult) -> None:
    """For whoever needs no result before the others."""


_sessions: dict[str, Session] = {}  # this process's session; a forked worker inherits it
_inherited: list[Workspace] = []  # in a forked worker, the one that was open when it was forked


def adopt(session: Session) -> None:
    """Makes `session` the one that tasks with its token use in this process and its forks."""
    _sessions.clear()
    _sessions[session.setup.token] = session


def release() -> None:
    """Lets go of what the last run has read."""
    _sessions.clear()
    gc.unfreeze()


def _session(setup: Setup) -> Session:
    session = _sessions.get(setup.token)
    if session is None:
        if setup.traced:
            watch.start()
        session = Session(setup, _derived(setup))
        adopt(session)
    return session


def _derived(setup: Setup) -> Workspace | None:
    """The contents of a later round, over what is known of the disk since the first one."""
    for workspace in _inherited:
        if workspace.spec.overlay.keys() <= setup.spec.overlay.keys():
            workspace.forget_all()
            return workspace.with_overlay(setup.spec.overlay)
    return None


def run_task(
    setup: Setup, phase: Phase, directories: Sequence[Directory], *, may_fork: bool = False
) -> TaskResult:
    """The unit of work; runs in a worker or inline, where it may use a second process.

    Trees and types are many small objects that live long and hold few cycles: looking for garbage
    takes a fifth of the time of a task. The session does so once in a while; what a task leaves
    behind is put aside for everybody else.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        session = _session(setup)
        session.may_fork = may_fork
        return _run_task(session, phase, directories)
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def _run_task(session: Session, phase: Phase, directories: Sequence[Directory]) -> TaskResult:
    result = TaskResult()
    for directory in directories:
        outcome = session.analyse(directory, phase)
        result.parsed += outcome.parsed
        if outcome.findings or outcome.facts or outcome.problems or session.recorder is not None:
            result.outcomes.append(outcome)
        session.trim(directory)
    result.timings = session.timings.take()
    result.problems = session.problems
    if session.recorder is not None:
        result.imports = frozenset(session.recorder.imports)
        session.recorder.imports.clear()
        result.holders = dict(session.recorder.holders)
        result.followed, session.recorder.followed = session.recorder.followed, {}
        result.broken = frozenset(SourceFile.broken)
        watcher = watch.watching()
        result.seen = watcher.take() if watcher is not None else None
    return result


def tasks_of(directories: Sequence[Directory], jobs: int) -> list[tuple[Directory, ...]]:
    """The directories, in order, cut into tasks of about equal bytes; a large one has its own."""
    total = sum(directory.size for directory in directories)
    limit = max(total // (jobs * _TASKS_PER_JOB), _MIN_TASK_BYTES)
    tasks: list[tuple[Directory, ...]] = []
    pending: list[Directory] = []
    size = 0
    for directory in directories:
        if pending and size + directory.size > limit:
            tasks.append(tuple(pending))
            pending, size = [], 0
        pending.append(directory)
        size += directory.size
    return [*tasks, tuple(pending)] if pending else tasks


def _largest_first(tasks: Sequence[Sequence[Directory]]) -> list[int]:
    """The indices of the tasks in the order in which they start.

    What takes longest starts first, so that at the end no processor waits for another one. Of tasks
    of one size the one with the larger directory does: it takes most memory, of which a worker has
    more at once before much was allocated and freed in it.
    """
    sizes = [[directory.size for directory in task] for task in tasks]
    return sorted(range(len(tasks)), key=lambda index: -sum(sizes[index]) - max(sizes[index]))


def _is_mostly_one(directories: Sequence[Directory]) -> bool:
    """Whether one directory is most of what there is to do: two processes that take directories
    would wait for it, and two that take codemods share it."""
    sizes = [directory.size for directory in directories]
    return len(sizes) <= _FEW and 2 * max(sizes, default=0) > sum(sizes)


def processors() -> int:
    """How many processors this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Runs phases; its processes live as long as it does."""

    def __init__(
        self, jobs: int, progress: Progress, factory: ExecutorFactory | None = None
    ) -> None:
        self._jobs = jobs or processors()
        self._progress = progress
        self._factory = factory or _processes
        self._executor: Executor | None = None
        self._others: set[BaseProcess] = set()

    def run(
        self,
        setup: Setup,
        phase: Phase,
        directories: Sequence[Directory],
        label: str,
        arrived: Arrived = _nothing,
    ) -> list[TaskResult]:
        """The results of all tasks, in the order of the directories.

        `arrived` gets each of them as soon as it is there, and may take something out of it.
        """
        total = sum(directory.size for directory in directories)
        least = INLINE_BYTES if self._executor is None else _MIN_TASK_BYTES
        is_little = total < least or (self._executor is None and _is_mostly_one(directories))
        if self._factory is _processes and (self._jobs == 1 or is_little):
            return self._inline(setup, phase, directories, label, arrived)
        from concurrent.futures.process import BrokenProcessPool

        tasks = tasks_of(directories, self._jobs)
        try:
            if self._executor is None and self._factory is _processes:
                _make_ready(setup, total, self._jobs)
            executor = self._executor = self._executor or self._started()
            started = {
                index: executor.submit(run_task, setup, phase, tasks[index])
                for index in _largest_first(tasks)
            }
            futures = [started[index] for index in range(len(tasks))]
        except (OSError, ImportError, NotImplementedError, BrokenProcessPool):
            self.close()
            return self._inline(setup, phase, directories, label, arrived)
        again = partial(self._again, setup, phase)
        return self._collect(futures, tasks, again, label, arrived)

    def _started(self) -> Executor:
        from multiprocessing import active_children

        self._others = set(active_children())
        return self._factory(self._jobs)

    def _inline(
        self,
        setup: Setup,
        phase: Phase,
        directories: Sequence[Directory],
        label: str,
        arrived: Arrived,
    ) -> list[TaskResult]:
        results = []
        is_main = threading.current_thread() is threading.main_thread()
        may_fork = FORKS and is_main and self._jobs > 1 and len(directories) <= _FEW
        for done, task in enumerate(tasks_of(directories, 4)):
            self._progress(done, len(directories), label)
            results.append(run_task(setup, phase, task, may_fork=may_fork))
            arrived(results[-1])
        return results

    def _collect(
        self,
        futures: Sequence[Future[TaskResult]],
        tasks: Sequence[tuple[Directory, ...]],
        again: Callable[[Sequence[Directory]], TaskResult],
        label: str,
        arrived: Arrived,
    ) -> list[TaskResult]:
        from concurrent.futures import as_completed

        number_of = {future: index for index, future in enumerate(futures)}
        results: dict[int, TaskResult] = {}
        total, done = sum(map(len, tasks)), 0
        for future in as_completed(futures):
            index = number_of[future]
            done += len(tasks[index])
            self._progress(done, total, label)
            result = _result_of(future)
            if result is not None:
                results[index] = result
                arrived(result)
        if len(results) < len(tasks):
            self.close()
        for index in [each for each in range(len(tasks)) if each not in results]:
            results[index] = again(tasks[index])
            arrived(results[index])
        return [results[index] for index in range(len(tasks))]

    def _again(self, setup: Setup, phase: Phase, task: Sequence[Directory]) -> TaskResult:
        """A task that was lost with a worker, one directory at a time in a process of its own."""
        merged = TaskResult()
        for directory in task:
            with self._factory(1) as executor:
                result = _result_of(executor.submit(run_task, setup, phase, (directory,)))
            if result is None:
                path = relative_to(setup.root, directory.path)
                problem = FileProblem(path, "a worker process died while analysing it")
                result = TaskResult([Outcome(directory.path, problems=[problem])])
            merged.outcomes += result.outcomes
            merged.parsed += result.parsed
            merged.timings.add(result.timings)
        return merged

    def close(self) -> None:
        """Ends the processes; waits for none that is busy."""
        if self._executor is None:
            return
        from multiprocessing import active_children

        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None
        for child in active_children():
            if child not in self._others:
                child.terminate()
                child.join()


def _result_of(future: Future[TaskResult]) -> TaskResult | None:
    """None where the worker died; a worker's own exceptions are raised here."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _make_ready(setup: Setup, size: int, jobs: int) -> None:
    """Does what every worker would do again for itself, before they are forked."""
    if not FORKS:
        return
    load = partial(_load, setup.codemods)
    session = _sessions.get(setup.token)
    asking = sum(codemod.closed_world for codemod in setup.codemods)
    if session is not None and size >= _INDEX_BYTES and asking >= _MANY_ASK:
        index_words(session.workspace, jobs, partial(start_worker, os.getpid()), load)
        gc.freeze()
    load()
    watcher = watch.watching()
    if watcher is not None:
        watcher.take()  # what worker processes inherit, they need not send


def _load(codemods: Iterable[type[Codemod]]) -> None:
    for codemod in codemods:
        working(codemod)


FORKS = sys.platform == "linux"


def _processes(jobs: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A forked worker inherits what the parent has read and imported. Elsewhere than on Linux
    # forking is not safe or not there, and workers start afresh from the picklable setup.
    method = "fork" if FORKS else "spawn"
    if method == "spawn":
        # A fresh interpreter looks for modules in the current folder first, which is the tree's.
        os.environ["PYTHONSAFEPATH"] = "1"
    context = get_context(method)
    return ProcessPoolExecutor(jobs, context, initializer=start_worker, initargs=(os.getpid(),))


def start_worker(parent: int) -> None:
    """In a worker process: Ctrl-C is the parent's to handle, which then ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _inherited[:] = [session.workspace for session in _sessions.values()]
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    """A parent that is killed ends nobody, and its workers would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)
