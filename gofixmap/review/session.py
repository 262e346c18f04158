"""A review as a state machine: hunks, fixes, and what was answered. It prints nothing.

The keys are those of `git add -p`. An answer is to the hunk on view; a fix is taken only when all
of its hunks are, and declining one of them declines it everywhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.patch import HunkLine
from gofixmap.review.layout import Layout, Part

Messages = list[str]
Place = tuple[int, int]  # a part, and a change of it
_BY_HAND = "counts as edited by hand: what else it changes is answered hunk by hunk"


class Answer(StrEnum):
    OPEN = "open"
    YES = "yes"
    NO = "no"


class View(Struct, frozen=True):
    """A hunk, or a part of one that was split: some of its changes, and lines `first:end` of it.

    `edited` are the lines that a person has put in the place of those.
    """

    part: int
    changes: tuple[int, ...]
    first: int
    end: int
    edited: tuple[HunkLine, ...] | None = None


class Session:
    """`at` is the number of the view that is asked about; None when nothing is left to ask."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.views = [
            View(number, tuple(range(len(part.changes))), 0, len(part.hunk.lines))
            for number, part in enumerate(layout.parts)
        ]
        self.answers = {
            (number, index): Answer.OPEN
            for number, part in enumerate(layout.parts)
            for index in range(len(part.changes))
        }
        self.declined: set[str] = set()
        self.by_hand: set[str] = set()  # fixes that a person has edited, whose hunks stand alone
        self.at: int | None = None
        self._advance(-1)

    # What there is.

    @property
    def view(self) -> View:
        assert self.at is not None, "nothing is left to ask"
        return self.views[self.at]

    def part(self, view: View) -> Part:
        return self.layout.parts[view.part]

    def live(self, view: View) -> tuple[int, ...]:
        """The changes of a view that are still to be had: not those of declined fixes alone.

        Of a view that is declined as a whole all changes, so that one can come back to it.
        """
        changes = self.part(view).changes
        live = tuple(i for i in view.changes if not self.declined.issuperset(changes[i].fixes))
        return live or view.changes

    def names(self, view: View) -> tuple[str, ...]:
        """The fixes of the live changes of a view, without declined ones where others are."""
        changes = self.part(view).changes
        names = tuple(dict.fromkeys(n for i in self.live(view) for n in changes[i].fixes))
        return tuple(name for name in names if name not in self.declined) or names

    def codemods(self, view: View) -> tuple[str, ...]:
        fixes = self.layout.fixes
        return tuple(sorted({c for name in self.names(view) for c in fixes[name].codemods}))

    def answer(self, view: View) -> Answer | None:
        """The answer to the live changes of a view; None where they have several."""
        given = {self.answers[view.part, index] for index in self.live(view)}
        return given.pop() if len(given) == 1 else None

    def kept(self, name: str) -> bool:
        """Whether a fix is taken as a whole."""
        if name in self.declined or name in self.by_hand:
            return False
        return all(self.answers[place] is Answer.YES for place in self.layout.fixes[name].places)

    def takes(self, part: int, index: int) -> bool:
        """Whether a change is in the result: one of its fixes is, or it was edited by hand."""
        names = self.layout.parts[part].changes[index].fixes
        yes = self.answers[part, index] is Answer.YES
        return any(self.kept(name) or (yes and name in self.by_hand) for name in names)

    # Answers.

    def accept(self) -> Messages:
        return self._answered(self._accept([self.view]))

    def decline(self) -> Messages:
        return self._answered(self._decline([self.view]))

    def accept_file(self) -> Messages:
        return self._answered(self._accept(self._rest_of_file()))

    def decline_file(self) -> Messages:
        return self._answered(self._decline(self._rest_of_file()))

    def accept_codemod(self, codemod: str) -> Messages:
        """Every open change of the codemod, wherever it is."""
        places = [place for name in self._undecided(codemod) for place in self._open(name)]
        count = len({part for part, _ in places})
        if not count:
            return [f"nothing of {codemod} is open"]
        self.answers.update(dict.fromkeys(places, Answer.YES))
        self._separate()
        return self._answered([f"{_number(count, 'hunk')} of {codemod} accepted"])

    def decline_codemod(self, codemod: str) -> Messages:
        """Every fix of the codemod that is not accepted as a whole yet."""
        names = list(self._undecided(codemod))
        if not names:
            return [f"nothing of {codemod} is open"]
        self._drop(names)
        return self._answered([f"{_number(len(names), 'fix', 'fixes')} of {codemod} declined"])

    def edit(self, lines: Sequence[HunkLine]) -> Messages:
        """Takes the view with other lines; its fixes are a person's from here on."""
        assert self.at is not None
        view, names = self.view, self.names(self.view)
        self.by_hand.update(names)
        self.declined.difference_update(names)
        self.views[self.at] = replace(view, edited=tuple(lines))
        for index in self.live(view):
            self.answers[view.part, index] = Answer.YES
        several = [name for name in names if self._elsewhere(name, _places([view]))]
        return self._answered([f"{name} {_BY_HAND}" for name in several])

    def _accept(self, views: Iterable[View]) -> Messages:
        told: Messages = []
        for view in views:
            for name in self.names(view):
                told += self._reopened(name, view)
            for index in self.live(view):
                self.answers[view.part, index] = Answer.YES
        return told

    def _reopened(self, name: str, view: View) -> Messages:
        """Takes back that a fix was declined."""
        if name not in self.declined:
            return []
        self.declined.remove(name)
        others = self._elsewhere(name, _places([view]))
        self.answers.update(dict.fromkeys(self.layout.fixes[name].places, Answer.OPEN))
        return [f"{name} is open again, with its other {_hunks(others)}"] if others else []

    def _decline(self, views: Sequence[View]) -> Messages:
        names = dict.fromkeys(name for view in views for name in self.names(view))
        whole = [name for name in names if name not in self.by_hand]
        shown = _places(views)
        told = [each for name in whole for each in self._consequence(name, shown)]
        for view in views:
            for index in self.live(view):
                self.answers[view.part, index] = Answer.NO
        self._drop(whole)
        return told

    def _consequence(self, name: str, shown: Collection[Place]) -> Messages:
        others = self._elsewhere(name, shown)
        if not others or name in self.declined:
            return []
        yes = sum(self._is_yes(name, part) for part in others)
        which = f", {yes} of them" if len(others) > 1 else ", which"
        also = f"{which} you had accepted" if yes else ""
        go = "goes" if len(others) == 1 else "go"
        return [f"{name} is declined: its other {_hunks(others)} {go} with it{also}"]

    def _is_yes(self, name: str, part: int) -> bool:
        places = self.layout.fixes[name].places
        return any(p == part and self.answers[p, index] is Answer.YES for p, index in places)

    def _elsewhere(self, name: str, shown: Collection[Place]) -> list[int]:
        """The parts in which a fix has changes besides those that are shown."""
        places = self.layout.fixes[name].places
        return list(dict.fromkeys(place[0] for place in places if place not in shown))

    def _drop(self, names: Collection[str]) -> None:
        self.declined.update(names)
        for part, index in {place for name in names for place in self.layout.fixes[name].places}:
            if self.declined.issuperset(self.layout.parts[part].changes[index].fixes):
                self.answers[part, index] = Answer.NO

    def _rest_of_file(self) -> list[View]:
        """This view, and the later ones of its file that are open."""
        assert self.at is not None
        file = self.part(self.view).file
        later = self.views[self.at + 1 :]
        rest = [v for v in later if self.part(v).file == file and self.is_open(v)]
        return [self.view, *rest]

    def _undecided(self, codemod: str) -> Iterator[str]:
        for name, fix in self.layout.fixes.items():
            if codemod in fix.codemods and name not in self.declined and not self.kept(name):
                yield name

    def _open(self, name: str) -> list[tuple[int, int]]:
        places = self.layout.fixes[name].places
        return [place for place in places if self.answers[place] is Answer.OPEN]

    def restore(self, answers: Mapping[str, Sequence[Answer]], declined: Iterable[str]) -> None:
        """Takes answers of an earlier session over: those of each fix, in the order of places."""
        for name, given in answers.items():
            self.answers.update(zip(self.layout.fixes[name].places, given, strict=True))
        self._drop(list(declined))
        if self.at is not None:
            self._separate()
            self._advance(-1)

    def decline_fixes(self, names: Iterable[str]) -> None:
        """Leaves fixes out for another reason than an answer."""
        self._drop(list(names))

    # Going around.

    def is_open(self, view: View) -> bool:
        return any(self.answers[view.part, index] is Answer.OPEN for index in self.live(view))

    def next_open(self) -> bool:
        return self._go(step=1, only=self.is_open)

    def previous_open(self) -> bool:
        return self._go(step=-1, only=self.is_open)

    def next(self) -> bool:
        return self._go(step=1, only=lambda view: True)

    def previous(self) -> bool:
        return self._go(step=-1, only=lambda view: True)

    def _go(self, *, step: int, only: Callable[[View], bool]) -> bool:
        """Moves to the nearest such view in that direction; False, and no move, without one."""
        assert self.at is not None
        end = len(self.views) if step > 0 else -1
        for number in range(self.at + step, end, step):
            if only(self.views[number]):
                self.at = number
                return True
        return False

    def go_to(self, number: int) -> bool:
        """Moves to a view by its number, from 1."""
        if not 1 <= number <= len(self.views):
            return False
        self.at = number - 1
        return True

    def search(self, pattern: re.Pattern[bytes]) -> bool:
        """Moves to the next view, around the end, in whose lines or path the pattern is found."""
        assert self.at is not None
        count = len(self.views)
        for number in (*range(self.at + 1, count), *range(self.at + 1)):
            shown, part = self.views[number], self.part(self.views[number])
            texts = [line.text for line in part.hunk.lines[shown.first : shown.end]]
            if any(map(pattern.search, [*texts, os.fsencode(part.path)])):
                self.at = number
                return True
        return False

    def split(self) -> int:
        """Puts a view for each change in the place of this one; how many there are then."""
        assert self.at is not None
        pieces = self._pieces(self.view) if self.can_split(self.view) else [self.view]
        self.views[self.at : self.at + 1] = pieces
        self._advance(self.at - 1)
        return len(pieces)

    def _pieces(self, view: View) -> list[View]:
        changes = self.part(view).changes
        pieces = []
        first = view.first
        for index in view.changes:
            end = view.end if index == view.changes[-1] else changes[index].end
            pieces.append(View(view.part, (index,), first, end))
            first = end
        return pieces

    def _separate(self) -> None:
        """Splits the views of which a part is answered, so that what is open is asked alone."""
        assert self.at is not None
        views: list[View] = []
        for number, view in enumerate(self.views):
            mixed = self.is_open(view) and self.answer(view) is None
            if number == self.at:
                self.at = len(views)
            views += self._pieces(view) if mixed and self.can_split(view) else [view]
        self.views = views

    def can_split(self, view: View) -> bool:
        return len(view.changes) > 1 and view.edited is None

    def _answered(self, told: Messages) -> Messages:
        assert self.at is not None
        self._advance(self.at)
        return told

    def _advance(self, at: int) -> None:
        """On to the next open view behind `at`, around the end; None where none is open."""
        count = len(self.views)
        order = (*range(at + 1, count), *range(min(at + 1, count)))
        self.at = next((number for number in order if self.is_open(self.views[number])), None)


def _places(views: Iterable[View]) -> set[Place]:
    return {(view.part, index) for view in views for index in view.changes}


def _hunks(parts: Collection[int]) -> str:
    return _number(len(parts), "hunk") if len(parts) != 1 else "hunk"


def _number(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
