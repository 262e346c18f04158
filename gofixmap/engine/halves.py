"""The codemods of one directory, shared with a second process.

After an edit there is mostly one directory to analyse, and none to share it with. But codemods know
nothing of each other: both processes take the next ones until none is left. Then the other one
sends what it has found, and what it has noted for the cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from gofixmap.engine import turns
from gofixmap.engine.candidates import Candidate
from gofixmap.engine.timings import Timings
from gofixmap.model import FileProblem, Finding
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import watch
from gofixmap.workspace.recorder import Noted
from gofixmap.workspace.watch import Seen

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from gofixmap.codemod import Codemod
    from gofixmap.engine.packagework import PackageWork
    from gofixmap.engine.unused import Use
    from gofixmap.engine.worker import Outcome, Session
    from gofixmap.workspace import Package

_LEAST = 50_000  # bytes of declarations; what is less, one process has done as soon


class Unit(NamedTuple):
    """What is done as one: a codemod in a package, or all those that ask the same of it."""

    package: Package
    candidates: Sequence[Candidate]


class _Done(NamedTuple):
    findings: list[Finding]
    problems: list[FileProblem]
    parsed: set[str]


class _Half(NamedTuple):
    """What the other process has done and come to know."""

    done: dict[int, _Done]
    used: set[Use]
    stopped: set[str]
    broken: set[str]
    problems: tuple[FileProblem, ...]
    timings: Timings
    noted: Noted | None
    seen: Seen | None


def units_of(
    packages: Mapping[Package, Sequence[Candidate]], codemods: Iterable[type[Codemod]]
) -> list[Unit]:
    """The units of a directory, those first that take longest.

    Codemods that need to know all uses of what they look at share most of their work.
    """
    every = list(codemods)
    together = frozenset(each.name for each in every if each.closed_world)
    groups = [together, *(frozenset((each.name,)) for each in every if not each.closed_world)]
    return [
        Unit(package, own)
        for group in groups
        for package, candidates in packages.items()
        if (own := list(_only(candidates, group)))
    ]


def _only(candidates: Iterable[Candidate], names: frozenset[str]) -> Iterator[Candidate]:
    for each in candidates:
        if wanted := tuple(name for name in each.codemods if name in names):
            yield Candidate(each.declaration, wanted)


def is_worth_sharing(units: Sequence[Unit]) -> bool:
    """Whether two processes are done with so much before one is."""
    declarations = {each.declaration for unit in units for each in unit.candidates}
    size = sum(each.extent[1] - each.extent[0] for each in declarations)
    return 1 < len(units) <= turns.MOST and size >= _LEAST


def rewrite_by_two(
    session: Session,
    work_on: Callable[[Package], PackageWork],
    units: Sequence[Unit],
    outcome: Outcome,
) -> None:
    """Fills `outcome` as the codemods would one after the other in this process."""
    done = _Halves(session, work_on, units).run()
    order = {codemod.name: at for at, codemod in enumerate(session.setup.codemods)}
    for package in dict.fromkeys(unit.package for unit in units):
        own = [done[at] for at, unit in enumerate(units) if unit.package is package]
        findings = [finding for each in own for finding in each.findings]
        outcome.findings += sorted(findings, key=lambda finding: order[finding.codemod])
        outcome.problems += [problem for each in own for problem in each.problems]
        outcome.parsed += len(set().union(*(each.parsed for each in own)))


class _Halves:
    def __init__(
        self,
        session: Session,
        work_on: Callable[[Package], PackageWork],
        units: Sequence[Unit],
    ) -> None:
        self._session = session
        self._work_on = work_on
        self._units = units

    def run(self) -> dict[int, _Done]:
        """What came of each unit, by its number."""
        left = turns.turns(len(self._units))
        try:
            with self._helper(left) as receiver:
                done = {at: self._do(at) for at in turns.taken(left)}
                done |= self._received(receiver) if receiver is not None else {}
        finally:
            os.close(left)
        return {at: done[at] if at in done else self._do(at) for at in range(len(self._units))}

    @contextmanager
    def _helper(self, left: int) -> Iterator[Connection | None]:
        """What the other process sends; None where there can be no other one."""
        from multiprocessing import get_context  # most runs start no process

        context = get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=self._help, args=(os.getpid(), left, sender), daemon=True)
        with closing(receiver):
            try:
                with closing(sender):
                    process.start()
            except OSError:
                yield None
                return
            try:
                yield receiver
            finally:
                process.kill()
                process.join()

    def _do(self, at: int) -> _Done:
        unit = self._units[at]
        work = self._work_on(unit.package)
        work.rewrite(unit.candidates)
        if self._session.memory.should_relieve(work.size):
            self._session.relieve(work.size, unit.package.dir)
        return _Done(work.outcome.findings, work.outcome.problems, work.parsed)

    def _help(self, parent: int, left: int, sender: Connection) -> None:
        """In the other process."""
        from gofixmap.engine.pool import start_worker  # which imports this module

        start_worker(parent)
        session = self._session
        session.timings.take()
        done = {at: self._do(at) for at in turns.taken(left)}
        watcher = watch.watching()
        sender.send(
            _Half(
                done,
                session.vetting.used,
                session.stopped,
                SourceFile.broken,
                session.problems,
                session.timings.take(),
                session.recorder.noted() if session.recorder is not None else None,
                watcher.take() if watcher is not None else None,
            )
        )

    def _received(self, receiver: Connection) -> dict[int, _Done]:
        """Takes over what the other process knows; nothing where it was killed."""
        try:
            half: _Half = receiver.recv()
        except EOFError:
            return {}
        session, watcher = self._session, watch.watching()
        session.vetting.used |= half.used
        session.stopped |= half.stopped
        session.told.update(dict.fromkeys(half.problems))
        session.timings.add(half.timings)
        SourceFile.broken |= half.broken
        if session.recorder is not None and half.noted is not None:
            session.recorder.join(half.noted)
        if watcher is not None and half.seen is not None:
            watcher.add(half.seen)
        return half.done
