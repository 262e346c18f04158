"""A run that begins with what is known of some of its directories, and keeps what it finds out."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Generic, TypeVar

from msgspec import Raw
from msgspec.structs import replace

from gofixmap.config import Settings
from gofixmap.engine.cache import Known
from gofixmap.engine.cachechange import Change, change_of, concerned
from gofixmap.engine.cachekeys import digest
from gofixmap.engine.cacherecall import Recalled, heads_of, holders
from gofixmap.engine.cacherows import (
    Depends,
    Followed,
    Kept,
    Said,
    ShapeRow,
    Told,
    decoded,
    encoded,
    packed,
    unpacked,
)
from gofixmap.engine.discovery import Directory, GoFile
from gofixmap.engine.plan import Plan
from gofixmap.engine.pool import TaskResult
from gofixmap.engine.worker import Outcome
from gofixmap.model import FileProblem, Finding, RunResult
from gofixmap.workspace import pathname, watch
from gofixmap.workspace.environment import questions_asked
from gofixmap.workspace.recorder import FUNCTIONS, Asked, Trace
from gofixmap.workspace.watch import Place, Watcher

T = TypeVar("T")
# Numbers in sentences that are no lines, or lines of a file that is named as well.
_NO_LINE = re.compile(r"(?<=\.go)(?::\d+)+|\bGo 1\.\d+|\b\d+ of \d+\b|\(\+\d+\)|=\d+\b")
_NUMBER = re.compile(r"(?<![\w.])\d")  # that may be a line, and is no part of a name

log = logging.getLogger(__name__)


class Parts:
    """The directories of one run, of which some need not be analysed."""

    def __init__(self, known: Known, planned: Plan, watcher: Watcher) -> None:
        self._known = known
        self._planned = planned
        self._watcher = watcher
        for question, path in questions_asked(planned.workspace.spec.environment):
            watcher.ask(question, path)
        watcher.take()  # what worker processes inherit, they need not send
        named = digest([(each.qualified, each.kind, each.path) for each in planned.targets])
        self._asked = {each.path: _asked(each, named) for each in planned.directories}
        self._change: Change | None = None
        self._kept = self._still_valid()
        self._results: list[TaskResult] = []
        if self._kept and known.depends is not None:
            change = self._change or Change()
            planned.workspace.recall(Recalled(known, known.depends, change))
        self.outcomes = dict(self._outcomes())
        self._has_kept = True

    def _still_valid(self) -> dict[str, Kept]:
        known = self._known
        if not known.read_depends() or known.depends is None:
            return {}
        stale: set[str] = set()
        if known.differences:
            root = str(self._planned.workspace.root)
            self._change = change_of(known.differences, root, known.depends, known.heads)
            stale = concerned(self._change, known.depends)
        return {
            kept.directory: kept
            for kept in known.depends.kept
            if kept.directory not in stale and self._asked.get(kept.directory) == kept.asked
        }

    def _outcomes(self) -> Iterator[tuple[str, Outcome]]:
        for path, kept in list(self._kept.items()):
            said = decoded(kept.said, Said)
            if said is None:
                del self._kept[path]
            else:
                yield path, Outcome(path, list(said.findings), [], list(said.problems), said.parsed)

    def settle(self, left: Callable[[GoFile, bytes], object]) -> None:
        """Asks the sieves about the files that have something new that concerns nobody.

        `left` tells what they leave of some contents. What is new is seen by no other file; what
        `narrow` would take out holds no finding, whatever else is in the package.
        """
        apart = self._change.apart if self._change is not None else {}
        added = {each.file.path: each for each in apart.values()}
        homes = {pathname.parent(path) for path in apart} & self._kept.keys()
        for directory in self._planned.directories if homes else ():
            for file in directory.files if directory.path in homes else ():
                new = added.get(file.path)
                if new is not None and left(file, new.file.data) != left(file, new.before):
                    del self._kept[directory.path], self.outcomes[directory.path]
                    break

    def missing(self, directories: Iterable[Directory]) -> list[Directory]:
        """Those that have to be analysed."""
        return [each for each in directories if each.path not in self.outcomes]

    def add(self, result: TaskResult) -> None:
        """Takes note of what a task has found out."""
        self._results.append(result)
        if result.seen is not None:
            self._watcher.add(result.seen)

    def keep(self, problems: Sequence[FileProblem]) -> None:
        """Writes what is known now; `problems` are those of the workspace as a whole."""
        fresh = {each.directory: each for result in self._results for each in result.outcomes}
        if not fresh and not self._known.differences and self._known.depends is not None:
            return  # nothing is new
        torn = self._watcher.seen.is_torn or any(result.seen is None for result in self._results)
        self._has_kept = not (problems or torn) and self._is_consistent()
        if self._has_kept:
            places = self._places()
            try:
                self._known.keep(places, self._depends(fresh, places))
                self._keep_heads()
            except UnicodeEncodeError as error:  # findings in a file whose name is no text
                self._has_kept = False
                log.debug("cannot keep what the run has found: %s", error)

    def _keep_heads(self) -> None:
        answers = self._watcher.seen.answers.items()
        contents = {path: answer for (asked, path), answer in answers if asked == watch.CONTENT}
        heads = heads_of(self._planned.workspace, contents)
        if not heads.rows and self._change is not None:
            heads = self._change.listing.renewed() or heads
        if heads.rows:
            self._known.keep_heads(heads)

    def _is_consistent(self) -> bool:
        """False where the tree has changed while the run was looking at it."""
        seen, again = self._watcher.seen, self._known.again.seen
        before = self._old_answers | again.answers
        contents = self._change.contents if self._change is not None else {}
        return (
            all(before.get(key, answer) == answer for key, answer in seen.answers.items())
            and all(
                again.answers.get((watch.CONTENT, path), found) == found
                for path, found in contents.items()
            )
            and all(
                seen.places.get(path, place)[1:] == place[1:]
                for path, place in again.places.items()
            )
        )

    @cached_property
    def _old_answers(self) -> dict[tuple[str, str], bytes]:
        """What was asked for the directories that are not analysed now."""
        depends = self._known.depends
        if depends is None or not self._kept:
            return {}
        paths = tuple(self._known.old_places())
        return {
            (depends.questions[number], paths[at]): answer for number, at, answer in depends.answers
        }

    def _places(self) -> dict[str, Place]:
        """Where everything was found: at the last run, when asked again, in this one."""
        old = self._known.old_places() if self._kept else {}
        return old | self._known.again.seen.places | self._watcher.seen.places

    def _depends(self, fresh: dict[str, Outcome], places: Iterable[str]) -> Depends:
        old = self._known.depends if self._kept else None
        names = _Table(old.names if old is not None else ())
        words = _Table(old.words if old is not None else ())
        pairs = _pairs(old.imports) if old is not None else set()
        for result in self._results:
            pairs |= {(names.at(one), names.at(other)) for one, other in result.imports}
        kept = [*self._kept.values()]
        for path, outcome in fresh.items():
            if outcome.trace is not None and _is_lasting(outcome):
                trace = replace(outcome.trace, files=outcome.trace.files | self._named(outcome))
                kept.append(_row(outcome, trace, self._asked[path], names, words))
        holders = self._holders(old, names)
        answers = self._old_answers | self._known.again.seen.answers | self._watcher.seen.answers
        questions = _Table[str](())
        number_of = {path: at for at, path in enumerate(places)}
        told = tuple((questions.at(q), number_of[path], a) for (q, path), a in answers.items())
        return Depends(
            generation=os.urandom(16),
            questions=tuple(questions.rows),
            answers=told,
            names=tuple(names.rows),
            words=tuple(words.rows),
            imports=packed(number for pair in sorted(pairs) for number in pair),
            shapes=self._shapes(old),
            broken=self._broken(old),
            holders=holders,
            followed=tuple(self._followed(old, names)),
            kept=tuple(kept),
        )

    def _named(self, outcome: Outcome) -> set[str]:
        """The files elsewhere with places that findings name: an edit there moves them."""
        root = self._planned.workspace.root
        every = {str(root / path) for finding in outcome.findings for path in _paths(finding)}
        every |= _told_by_line(outcome)
        return {path for path in every if pathname.parent(path) != outcome.directory}

    def _shapes(self, old: Depends | None) -> dict[str, ShapeRow]:
        found = dict(old.shapes) if old is not None else {}
        for path in self._change.files if self._change is not None else ():
            found.pop(path, None)
        told = (o.shapes for result in self._results for o in result.outcomes)
        if self._change is not None:
            found |= self._change.shapes
        for path, shape in chain.from_iterable(each.items() for each in told):
            if shape.declared or path not in found:
                found[path] = shape
        return found

    def _holders(self, old: Depends | None, names: _Table[str]) -> dict[bytes, bytes]:
        """The files that hold words: those of before as they are now, and as found in this run."""
        change = self._change or Change()
        found: dict[bytes, set[int]] = {}
        if old is not None:
            found = {w: set(map(names.at, holders(w, old, change))) for w in old.holders}
        for word, paths in chain.from_iterable(each.holders.items() for each in self._results):
            found.setdefault(word, set()).update(map(names.at, paths))
        return {word: packed(sorted(numbers)) for word, numbers in found.items()}

    def _followed(self, old: Depends | None, names: _Table[str]) -> Iterator[Followed]:
        """What follows from what packages declare, those together of which it is the same."""
        touched = self._change.touched if self._change is not None else set()
        found = {
            (row.question, at): row.words
            for row in (old.followed if old is not None else ())
            for at in unpacked(row.directories)
            if old is not None and old.names[at] not in touched
        }
        for result in self._results:
            for (question, directory), words in result.followed.items():
                found[question, names.at(directory)] = tuple(sorted(words))
        alike: dict[tuple[str, tuple[bytes, ...]], list[int]] = {}
        for (question, at), row in found.items():
            alike.setdefault((question, row), []).append(at)
        for (question, row), directories in alike.items():
            yield Followed(question, packed(sorted(directories)), row)

    def _broken(self, old: Depends | None) -> tuple[str, ...]:
        """Files with syntax errors, also ones that an earlier run has met and this one has not."""
        changed = self._change.files if self._change is not None else ()
        found = {path for path in (old.broken if old is not None else ()) if path not in changed}
        root = self._planned.workspace.root
        for result in self._results:
            found |= {str(root / path) for path in result.broken}
        return tuple(sorted(found))

    def keep_result(self, result: RunResult) -> None:
        """Writes the result where all that it is made of was kept."""
        depends = self._known.depends
        if depends is None or self._planned.baseline is not None:
            return
        if self._asked.keys() == {kept.directory for kept in depends.kept} and self._has_kept:
            self._known.keep_result(result)


def parts_of(known: Known, planned: Plan, watcher: Watcher) -> Parts | None:
    """The parts of a run; None where a codemod makes a survey."""
    if any(codemod.has_survey() for codemod in planned.codemods):
        return None
    return Parts(known, planned, watcher)


def _paths(finding: Finding) -> Iterator[str]:
    """The files that a finding has places in."""
    yield finding.path
    yield from (evidence.path for evidence in finding.evidence if evidence.path)
    if finding.fix is not None:
        yield from (edit.path for edit in finding.fix.edits)
        yield from (path for path, _, _ in finding.fix.sections)


def _told_by_line(outcome: Outcome) -> set[str]:
    """The files of which functions were looked at, and that sentences may name a line of."""
    asked = outcome.trace.asked if outcome.trace is not None else ()
    read = {path for each in asked if each.question == FUNCTIONS for path in each.paths}
    text = "\n".join(chain.from_iterable(map(_sentences, outcome.findings)))
    if _NUMBER.search(_NO_LINE.sub("", text)):
        return read
    return {path for path in read if pathname.base(path) in text}


def _sentences(finding: Finding) -> Iterator[str]:
    yield from (finding.message, finding.reason or "")
    yield from (evidence.detail for evidence in finding.evidence)
    if finding.fix is not None:
        yield from (finding.fix.title, *finding.fix.notes, *finding.fix.claims)


class _Table(Generic[T]):
    """Rows by number, each once."""

    def __init__(self, rows: Iterable[T]) -> None:
        self.rows = dict.fromkeys(rows)
        self._numbers = {row: at for at, row in enumerate(self.rows)}

    def at(self, row: T) -> int:
        found = self._numbers.get(row)
        if found is None:
            found = self._numbers[row] = len(self._numbers)
            self.rows[row] = None
        return found


def _pairs(data: bytes) -> set[tuple[int, int]]:
    numbers = unpacked(data)
    return set(zip(numbers[::2], numbers[1::2], strict=True))


def _asked(directory: Directory, named: bytes) -> bytes:
    """Stands for the files of a directory with what is set for them; `named` for the symbols that
    configurations name, about which any codemod may ask."""
    every = {id(file.settings): file.settings for file in directory.files}  # mostly a single one
    number_of = {each: at for at, each in enumerate(every)}
    return digest(
        named,
        [_spelled(each) for each in every.values()],
        [(file.path, file.explicit, number_of[id(file.settings)]) for file in directory.files],
    )


def _spelled(settings: Settings) -> list[object]:
    chosen = sorted(settings.select) if settings.select is not None else None
    return [chosen, sorted(settings.ignore), settings.options]


def _is_lasting(outcome: Outcome) -> bool:
    """False where something failed that may not fail again: a limit of time, or of memory."""
    return all(problem.path.endswith(".go") for problem in outcome.problems)


def _row(
    outcome: Outcome, trace: Trace, asked: bytes, names: _Table[str], words: _Table[bytes]
) -> Kept:
    said = Said(tuple(outcome.findings), tuple(outcome.problems), outcome.parsed)
    return Kept(
        directory=outcome.directory,
        asked=asked,
        said=Raw(encoded(said)),
        files=packed(sorted(map(names.at, trace.files))),
        directories=packed(sorted(map(names.at, trace.directories))),
        words=packed(sorted(map(words.at, trace.words))),
        packages=trace.packages,
        told=tuple(_told(trace.asked, names)),
    )


def _told(asked: Iterable[Asked], names: _Table[str]) -> Iterator[Told]:
    """Rows for what was asked of files, those together that gave the same answer by themselves."""
    alike: dict[tuple[str, bytes, bytes], set[int]] = {}
    for question, argument, paths, answer in asked:
        if len(paths) == 1:
            alike.setdefault((question, argument, answer), set()).add(names.at(paths[0]))
        else:
            yield Told(question, argument, answer, packed(map(names.at, paths)), True)
    for (question, argument, answer), files in alike.items():
        yield Told(question, argument, answer, packed(sorted(files)), False)
