"""What a run of the loop came to: plain values for the table, JSON and tests."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from gofixmap.model import Fix


class Outcome(StrEnum):
    """What became of a race."""

    FIXED = "fixed"  # the remedy is in the patch, and proven
    GONE = "gone"  # another race's remedy ended it
    LEFT = "left"  # it is still there


class Attempt(Struct, frozen=True):
    """A remedy that was considered; `reason` says why it was not taken, "" where it was."""

    codemod: str
    title: str
    reason: str = ""


class Race(Struct, frozen=True):
    """The races on one variable."""

    variable: str  # "example.com/shop/cart.Store.items", "" where no variable could be named
    detail: str  # both places, as one of the reports has them
    place: str  # "cart/cart.go:12", where the variable is declared; "" where it is not known
    packages: tuple[str, ...]  # whose tests show it
    tests: tuple[str, ...]  # which do; empty where that is not known
    outcome: Outcome
    attempts: tuple[Attempt, ...] = ()  # in the order in which they were tried
    proof: str = ""  # what was run and passed
    reason: str = ""  # why it is left, where no attempt says so
    notes: tuple[str, ...] = ()  # what a reviewer of the remedy has to know

    @property
    def remedy(self) -> Attempt | None:
        """The remedy that was taken."""
        return next((each for each in self.attempts if not each.reason), None)


class Applied(Struct, frozen=True):
    """Remedies that stand or fall together, with their edits of the files on disk."""

    codemods: tuple[str, ...]
    fix: Fix


class RaceResult(Struct, frozen=True):
    """The races of a run, and the contents that the remedies make together."""

    root: str  # absolute path of the workspace root
    races: tuple[Race, ...]
    before: Mapping[str, bytes]  # by relative path, only files that change
    after: Mapping[str, bytes]  # same keys as `before`
    packages: tuple[str, ...] = ()  # whose tests were run
    untested: tuple[str, ...] = ()  # without tests
    broken: tuple[tuple[str, str], ...] = ()  # packages whose tests do not build, and why
    failing: tuple[tuple[str, str], ...] = ()  # tests that fail without a race, and their words
    applied: tuple[Applied, ...] = ()  # the remedies in the patch, in the order they were taken
    toolchain: str = ""
    seconds: float = 0.0

    @property
    def left(self) -> tuple[Race, ...]:
        return tuple(race for race in self.races if race.outcome is Outcome.LEFT)
