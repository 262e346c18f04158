"""The table of a run, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from gofixmap.race.result import Attempt, Outcome, Race, RaceResult

SCHEMA = 1
_INDENT = "    "


def table(result: RaceResult) -> Iterator[str]:
    """A paragraph for each race: what it is, the remedy, the proof; or what was tried, and why not.

    Then what else the tests came to, and a summary.
    """
    for race in result.races:
        yield from _paragraph(race)
    yield from _others(result)
    yield summary(result)


def _paragraph(race: Race) -> Iterator[str]:
    place = f" ({race.place})" if race.place else ""
    yield f"{race.outcome.value}: {race.variable or 'a race that names no variable'}{place}"
    yield f"{_INDENT}race:   {race.detail}"
    if race.packages:
        tests = f": {_some(race.tests)}" if race.tests else ""
        yield f"{_INDENT}seen in {_some(race.packages)}{tests}"
    if race.outcome is Outcome.GONE:
        yield f"{_INDENT}remedy: that of another race"
    yield from (_INDENT + _tried(attempt) for attempt in race.attempts)
    if race.proof:
        yield f"{_INDENT}proof:  {race.proof}"
    for note in race.notes:
        yield f"{_INDENT}note:   {note}"
    if race.outcome is Outcome.LEFT and race.reason:
        yield f"{_INDENT}reason: {race.reason}"


def _tried(attempt: Attempt) -> str:
    if not attempt.reason:
        return f"remedy: {attempt.title} ({attempt.codemod})"
    return f"not:    {attempt.title} ({attempt.codemod}): {attempt.reason}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _others(result: RaceResult) -> Iterator[str]:
    for package, words in result.broken:
        yield f"not tested: {package} does not build{f': {words}' if words else ''}"
    for test, words in result.failing:
        yield f"fails without a race: {test}{f': {words}' if words else ''}"
    if not result.packages and not result.broken:
        yield "no tests were run, so nothing can race: write one, or give a log with --evidence"


def summary(result: RaceResult) -> str:
    """`3 racing variables: 2 mended, 1 left; 5 packages tested with go1.27.3`."""
    count = {each: sum(r.outcome is each for r in result.races) for each in Outcome}
    ended = count[Outcome.FIXED] + count[Outcome.GONE]
    races = _number(len(result.races), "racing variable")
    parts = f": {ended} mended, {count[Outcome.LEFT]} left" if result.races else ""
    untested = f", {len(result.untested)} without tests" if result.untested else ""
    tested = _number(len(result.packages), "package")
    return f"{races}{parts}; {tested} tested with {result.toolchain}{untested}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def render_json(result: RaceResult, patch: bytes) -> str:
    """One object in ASCII, with a final newline; docs/race.md describes it."""
    report = {
        "schema": SCHEMA,
        "races": [_race(race) for race in result.races],
        "packages": list(result.packages),
        "untested": list(result.untested),
        "broken": [{"package": package, "reason": words} for package, words in result.broken],
        "failing": [{"test": test, "reason": words} for test, words in result.failing],
        "patch": patch.decode("utf-8", "replace"),
        "toolchain": result.toolchain,
        "seconds": round(result.seconds, 1),
    }
    return json.dumps(report, indent=2) + "\n"


def _race(race: Race) -> dict[str, Any]:
    return {
        "variable": race.variable,
        "place": race.place,
        "detail": race.detail,
        "packages": list(race.packages),
        "tests": list(race.tests),
        "outcome": race.outcome.value,
        "remedy": None if race.remedy is None else _attempt(race.remedy),
        "refused": [_attempt(each) for each in race.attempts if each.reason],
        "proof": race.proof,
        "reason": race.reason,
        "notes": list(race.notes),
    }


def _attempt(attempt: Attempt) -> dict[str, str]:
    return {"codemod": attempt.codemod, "title": attempt.title, "reason": attempt.reason}
