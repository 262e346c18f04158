"""The `go test -json` stream: the lines of each package's output, put together again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gofixmap.evidence.model import Report
from gofixmap.evidence.race import Collector

_LONGEST = 65_536  # characters of a line that is put together


class Stream:
    """Takes the lines of a stream; packages that run at once are kept apart."""

    def __init__(self, source: str = "") -> None:
        self._source = source
        self._packages: dict[str, Collector] = {}
        self._pieces: dict[str, str] = {}  # by package, a line that is not complete yet

    def feed(self, line: str) -> None:
        """One line: an event, or what the go command itself wrote between events."""
        event = event_of(line)
        if event is None:
            self._collector("").feed(line)
        elif event.get("Action") in ("output", "build-output"):
            self._output(event)

    def _output(self, event: dict[str, object]) -> None:
        package = _text(event, "Package") or _text(event, "ImportPath").partition(" ")[0]
        text = self._pieces.pop(package, "") + _text(event, "Output")
        *lines, rest = text.split("\n")
        for line in lines:
            self._collector(package).feed(line, _text(event, "Test"))
        if rest:
            self._pieces[package] = rest[:_LONGEST]

    def _collector(self, package: str) -> Collector:
        if package not in self._packages:
            self._packages[package] = Collector(self._source, package)
        return self._packages[package]

    def finish(self) -> tuple[Report, ...]:
        """The reports, by package in the order in which the packages appeared."""
        for package, rest in self._pieces.items():
            self._collector(package).feed(rest)
        found = [report for each in self._packages.values() for report in each.finish()]
        return tuple(found)


def event_of(line: str) -> dict[str, object] | None:
    """The event that a line of a stream is; None for any other line."""
    if not line.startswith("{"):
        return None
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and isinstance(event.get("Action"), str) else None


def _text(event: dict[str, object], key: str) -> str:
    value = event.get(key)
    return value if isinstance(value, str) else ""


def reports_of_stream(lines: Iterable[str], source: str = "") -> tuple[Report, ...]:
    stream = Stream(source)
    for line in lines:
        stream.feed(line)
    return stream.finish()
