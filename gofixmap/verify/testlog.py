"""What `go test -json` says of each package: which tests failed, with what words, which raced."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from gofixmap.evidence.model import CrashReport, Report
from gofixmap.evidence.race import Collector

PACKAGE = ""  # stands for the name of a test where the package as a whole failed
_RACED = "race detected"  # "during execution of test", or outside of any
_TIMED_OUT = "panic: test timed out after "
_FATAL = re.compile(r"^(?:panic|fatal error): .*")
_MESSAGE = re.compile(r"^\s*\S+\.go:\d+: (?!race detected)")
_NO_BUILD = re.compile(r"\[(?:build|setup) failed\]\s*$")


class PackageLog(Struct):
    """The tests of one package, in one run of Go; test names are as Go has them (`TestA/sub`)."""

    package: str
    status: str = ""  # pass, fail, skip (it has no tests), build (they do not compile), "" unknown
    seconds: float = 0.0
    passed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    timed_out: bool = False
    words: list[str] = field(default_factory=list)  # what the compiler said
    reports: tuple[Report, ...] = ()
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _running: Counter[str] = field(default_factory=Counter)
    _unfinished: set[str] = field(default_factory=set)

    @property
    def failures(self) -> frozenset[str]:
        """The tests that failed, innermost ones only, or PACKAGE where it was none of them."""
        if self.status not in ("fail", "build"):
            return frozenset()
        outer = {test.rpartition("/")[0] for test in self.failed}
        return frozenset(self.failed - outer) or frozenset({PACKAGE})

    def raced(self, test: str) -> bool:
        """Whether Go says that a race was detected while the test ran, or one around it."""
        if test == PACKAGE:
            return bool(self.reports)
        if test in self._unfinished and any(isinstance(r, CrashReport) for r in self.reports):
            return True  # the runtime has ended the process for the sake of a map
        around = (test[:at] for at, letter in enumerate(f"{test}/") if letter == "/")
        return any(_RACED in line for name in around for line in self._lines.get(name, ()))

    def says_more(self, test: str) -> bool:
        """Whether a test has something else to say than that there was a race."""
        own = self._lines.get(test, [])
        return any(_MESSAGE.match(line) or _FATAL.match(line) for line in own)

    def detail(self, test: str) -> str:
        """The words that tell best why a test failed; "" where there are none."""
        own = self._lines.get(test, [])
        everything = own + self._lines.get(PACKAGE, [])
        if self.status == "build":
            return next((line for line in self.words if not line.startswith("#")), "")
        for pattern, lines in ((_FATAL, everything), (_MESSAGE, own)):
            for line in lines:
                if pattern.match(line):
                    return line.strip()
        return "a data race" if self.raced(test) else ""

    def note(self, event: Mapping[str, Any]) -> None:
        """Takes one event that is about a test or about the package."""
        action, test = event.get("Action"), str(event.get("Test", PACKAGE))
        if action == "output":
            self._hear(test, str(event.get("Output", "")).rstrip("\n"))
        elif test == PACKAGE:
            self._end(event)
        elif action == "run":
            self._running[test] += 1
        elif action in ("pass", "fail", "skip"):
            self._running[test] -= 1
            if action != "skip":
                (self.passed if action == "pass" else self.failed).add(test)

    def _hear(self, test: str, line: str) -> None:
        self._lines.setdefault(test, []).append(line)
        if line.startswith(_TIMED_OUT):
            self.timed_out = True
        if test == PACKAGE and _NO_BUILD.search(line):
            self.status = "build"

    def _end(self, event: Mapping[str, Any]) -> None:
        action = str(event.get("Action"))
        if action not in ("pass", "fail", "skip"):
            return
        self.seconds = float(event.get("Elapsed", 0.0))
        if event.get("FailedBuild") or self.status == "build":
            self.status = "build"
        else:
            self.status = action
        if self.status == "fail":  # a crash leaves the running tests without a verdict
            self._unfinished = {test for test, runs in self._running.items() if runs > 0}
            self.failed |= self._unfinished
        self.passed -= self.failed


class Stream:
    """Reads the events of one run, line by line."""

    def __init__(self) -> None:
        self.packages: dict[str, PackageLog] = {}
        self._collectors: dict[str, Collector] = {}
        self._words: dict[str, list[str]] = {}

    def feed(self, line: bytes) -> Mapping[str, Any] | None:
        """Takes a line of stdout; the event in it, None where it holds none."""
        try:
            event = json.loads(line)
        except ValueError:
            return None
        if not isinstance(event, dict):
            return None
        if event.get("Action") == "build-output":
            target = str(event.get("ImportPath", "")).partition(" ")[0]
            self._words.setdefault(target, []).append(str(event.get("Output", "")).rstrip("\n"))
        package = event.get("Package")
        if isinstance(package, str):
            self._note(package, event)
        return event

    def _note(self, package: str, event: Mapping[str, Any]) -> None:
        log = self.packages.setdefault(package, PackageLog(package))
        log.note(event)
        culprit = str(event.get("FailedBuild") or "").partition(" ")[0]
        if culprit:
            log.words = self._words.get(culprit, [])
        if event.get("Action") == "output":
            collector = self._collectors.setdefault(package, Collector("", package))
            collector.feed(str(event.get("Output", "")), str(event.get("Test", "")))

    def finish(self) -> dict[str, PackageLog]:
        """What came of each package, by import path."""
        for package, collector in self._collectors.items():
            self.packages[package].reports = collector.finish()
        return self.packages
