"""What the tasks of a run find out, made into rows of the cache as each of them is done.

What a directory has asked for comes as sets of paths and words, once more from each task: together
they are ten times as large as the rows, in which each is a number.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Raw
from msgspec.structs import replace

from gofixmap.engine.cachechange import Change
from gofixmap.engine.cacherecall import holders
from gofixmap.engine.cacherows import (
    Depends,
    Followed,
    Found,
    Kept,
    Said,
    ShapeRow,
    Told,
    encoded,
    packed,
    unpacked,
)
from gofixmap.engine.pool import TaskResult
from gofixmap.engine.worker import Outcome
from gofixmap.model import Finding
from gofixmap.workspace import pathname
from gofixmap.workspace.recorder import FUNCTIONS, Asked, Trace

T = TypeVar("T")
# Numbers in sentences that are no lines, or lines of a file that is named as well.
_NO_LINE = re.compile(r"(?<=\.go)(?::\d+)+|\bGo 1\.\d+|\b\d+ of \d+\b|\(\+\d+\)|=\d+\b")
_NUMBER = re.compile(r"(?<![\w.])\d")  # that may be a line, and is no part of a name

log = logging.getLogger(__name__)


class Gathered:
    """The rows of one run: what is still true of those of before, and what tasks add."""

    def __init__(
        self, old: Depends | None, change: Change, root: Path, asked: Mapping[str, bytes]
    ) -> None:
        """`root` is that of the workspace, `asked` what stands for the files of directories."""
        self._old = old
        self._change = change
        self._root = root
        self._asked = asked
        self._names = _Table(old.names if old is not None else ())
        self._words = _Table(old.words if old is not None else ())
        self._pairs = _pairs(old.imports) if old is not None else set()
        self._kept: dict[str, Kept] = {}
        self._shapes: dict[str, ShapeRow] = {}
        self._holders: dict[bytes, set[int]] = {}
        self._followed: dict[tuple[str, int], tuple[bytes, ...]] = {}
        self._broken: set[str] = set()
        self.is_empty = True
        self.is_whole = True  # False where something is not known, or cannot be written down

    def add(self, result: TaskResult) -> None:
        """Takes over what a task has sent for the cache: afterwards the result is without it."""
        at = self._names.at
        self.is_whole &= result.seen is not None
        self._pairs |= {(at(one), at(other)) for one, other in result.imports}
        self._broken |= {str(self._root / path) for path in result.broken}
        for word, paths in result.holders.items():
            self._holders.setdefault(word, set()).update(map(at, paths))
        for (question, directory), words in result.followed.items():
            self._followed[question, at(directory)] = tuple(sorted(words))
        for outcome in result.outcomes:
            self.is_empty = False
            try:
                self._add_outcome(outcome)
            except UnicodeEncodeError as error:  # findings in a file whose name is no text
                self.is_whole = False
                log.debug("cannot keep what the run has found: %s", error)
        result.seen, result.imports, result.holders, result.followed = None, frozenset(), {}, {}

    def _add_outcome(self, outcome: Outcome) -> None:
        if outcome.trace is not None and _is_lasting(outcome):
            asked = self._asked[outcome.directory]
            trace = replace(outcome.trace, files=outcome.trace.files | self._named(outcome))
            self._kept[outcome.directory] = _row(outcome, trace, asked, self._names, self._words)
        _put_shapes(self._shapes, outcome.shapes)
        outcome.trace, outcome.shapes = None, {}

    def _named(self, outcome: Outcome) -> set[str]:
        """The files elsewhere with places that findings name: an edit there moves them."""
        root = self._root
        every = {str(root / path) for finding in outcome.findings for path in _paths(finding)}
        every |= _told_by_line(outcome)
        return {path for path in every if pathname.parent(path) != outcome.directory}

    def depends(
        self,
        kept: Iterable[Kept],
        answers: Mapping[tuple[str, str], bytes],
        places: Iterable[str],
        found: Found | None,
    ) -> Depends:
        """The row of the run: `kept` stays of what was known, `answers` are about `places`, and
        `found` are the files that it has looked at."""
        held = self._held()
        questions = _Table[str](())
        number_of = {path: at for at, path in enumerate(places)}
        told = tuple((questions.at(q), number_of[path], a) for (q, path), a in answers.items())
        return Depends(
            generation=os.urandom(16),
            questions=tuple(questions.rows),
            answers=told,
            names=tuple(self._names.rows),
            words=tuple(self._words.rows),
            imports=packed(number for pair in sorted(self._pairs) for number in pair),
            shapes=self._all_shapes(),
            broken=self._all_broken(),
            holders=held,
            followed=tuple(self._all_followed()),
            kept=(*kept, *self._kept.values()),
            found=found,
        )

    def _all_shapes(self) -> dict[str, ShapeRow]:
        found = dict(self._old.shapes) if self._old is not None else {}
        for path in self._change.files:
            found.pop(path, None)
        found |= self._change.shapes
        _put_shapes(found, self._shapes)
        return found

    def _held(self) -> dict[bytes, bytes]:
        """The files that hold words: those of before as they are now, and as found in this run."""
        at, old = self._names.at, self._old
        found: dict[bytes, set[int]] = {}
        if old is not None:
            found = {word: set(map(at, holders(word, old, self._change))) for word in old.holders}
        for word, numbers in self._holders.items():
            found.setdefault(word, set()).update(numbers)
        return {word: packed(sorted(numbers)) for word, numbers in found.items()}

    def _all_followed(self) -> Iterator[Followed]:
        """What follows from what packages declare, those together of which it is the same."""
        found = {
            (row.question, at): row.words
            for row in (self._old.followed if self._old is not None else ())
            for at in unpacked(row.directories)
            if self._old is not None and self._old.names[at] not in self._change.touched
        }
        alike: dict[tuple[str, tuple[bytes, ...]], list[int]] = {}
        for (question, at), row in (found | self._followed).items():
            alike.setdefault((question, row), []).append(at)
        for (question, row), directories in alike.items():
            yield Followed(question, packed(sorted(directories)), row)

    def _all_broken(self) -> tuple[str, ...]:
        """Files with syntax errors, also ones that an earlier run has met and this one has not."""
        old = self._old.broken if self._old is not None else ()
        return tuple(sorted(self._broken.union(set(old).difference(self._change.files))))


def _put_shapes(found: dict[str, ShapeRow], shapes: Mapping[str, ShapeRow]) -> None:
    """Adds shapes; one without what the file declares is of no use beside one with it."""
    for path, shape in shapes.items():
        _, declared, _ = shape
        if declared or path not in found:
            found[path] = shape


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


def _is_lasting(outcome: Outcome) -> bool:
    """False where something failed that may not fail again: a limit of time, or of memory."""
    return all(problem.path.endswith(".go") for problem in outcome.problems)


def _row(
    outcome: Outcome,
    trace: Trace,
    asked: bytes,
    names: _Table[str],
    words: _Table[bytes],
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
