"""A run that begins with what is known of some of its directories, and keeps what it finds out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from gofixmap.config import Settings
from gofixmap.engine.cache import Known
from gofixmap.engine.cachechange import Change, change_of, concerned
from gofixmap.engine.cachefound import row_of
from gofixmap.engine.cachegather import Gathered
from gofixmap.engine.cachekeys import digest
from gofixmap.engine.cacherecall import Recalled, heads_of
from gofixmap.engine.cacherows import Kept, Said, decoded
from gofixmap.engine.discovery import Directory, GoFile
from gofixmap.engine.plan import Plan
from gofixmap.engine.pool import TaskResult
from gofixmap.engine.worker import Outcome
from gofixmap.model import FileProblem, RunResult
from gofixmap.workspace import pathname, watch
from gofixmap.workspace.environment import questions_asked
from gofixmap.workspace.watch import Place, Watcher


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
        self._change: Change | None = None
        before = self._asked_before()
        self._asked = {
            each.path: before.get(each.path) or _asked(each, named) for each in planned.directories
        }
        self._kept = self._still_valid()
        if self._kept and known.depends is not None:
            change = self._change or Change()
            planned.workspace.recall(Recalled(known, known.depends, change))
        self.outcomes = dict(self._outcomes())
        self._has_kept = True

    def _asked_before(self) -> dict[str, bytes]:
        """What stands for directories of which it is certain that they have the files they had."""
        depends = self._known.depends
        if not self._planned.found.is_recalled or depends is None:
            return {}
        return {kept.directory: kept.asked for kept in depends.kept}

    @property
    def _has_old(self) -> bool:
        """Whether this run needs what former ones have asked."""
        return bool(self._kept) or self._planned.found.is_recalled

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
        """Takes note of what a task has found out, as soon as it is there; see `Gathered.add`."""
        if result.seen is not None:
            self._watcher.add(result.seen)
        self._gathered.add(result)

    @cached_property
    def _gathered(self) -> Gathered:
        """From the first result on: by then it is settled what stays of the rows of before."""
        old = self._known.depends if self._kept else None
        root = self._planned.workspace.root
        return Gathered(old, self._change or Change(), root, self._asked)

    def keep(self, problems: Sequence[FileProblem]) -> None:
        """Writes what is known now; `problems` are those of the workspace as a whole."""
        gathered = self._gathered
        if gathered.is_empty and not self._known.differences and self._known.depends is not None:
            return  # nothing is new
        is_whole = gathered.is_whole and not self._watcher.seen.is_torn
        self._has_kept = not problems and is_whole and self._is_consistent()
        if self._has_kept:
            places = self._places()
            again = self._known.again.seen.answers
            answers = self._old_answers | again | self._watcher.seen.answers
            found = row_of(self._planned.found)
            rows = gathered.depends(self._kept.values(), answers, places, found)
            self._known.keep(places, rows)
            self._keep_heads()

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
            and not any(
                watch.is_moved(seen.places.get(path, place), place)
                for path, place in again.places.items()
            )
        )

    @cached_property
    def _old_answers(self) -> dict[tuple[str, str], bytes]:
        """What was asked for the directories that are not analysed now."""
        depends = self._known.depends
        if depends is None or not self._has_old:
            return {}
        paths = tuple(self._known.old_places())
        return {
            (depends.questions[number], paths[at]): answer for number, at, answer in depends.answers
        }

    def _places(self) -> dict[str, Place]:
        """Where everything was found: at the last run, when asked again, in this one."""
        old = self._known.old_places() if self._has_old else {}
        return old | self._known.again.seen.places | self._watcher.seen.places

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
