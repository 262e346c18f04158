"""The grammar of race-detector reports and of the runtime's map crashes, line by line.

Reports stand in the middle of other output, may be cut off, may carry what a log collector puts
before each line, and name functions as the linker does. A line that fits nowhere is somebody
else's and is skipped; nothing is looked at twice, so time is linear in the length of the log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from gofixmap.evidence.crash import CrashBlock, is_crash
from gofixmap.evidence.model import CrashReport, Creation, Frame, RaceAccess, RaceReport, Report
from gofixmap.evidence.names import number, plain_name

MARK = "WARNING: DATA RACE"
_LONGEST = 16_384  # characters; no line of a report is longer
_HEADER = re.compile(
    r"(?P<previous>Previous )?(?P<atomic>[Aa]tomic )?(?P<kind>[Rr]ead|[Ww]rite)"
    r" at (?P<address>0x[0-9a-f]+) by (?:goroutine (?P<number>[0-9]+)|main goroutine)[^:]*:$"
)
_CREATED = re.compile(r"Goroutine (?P<number>[0-9]+) \([^)]*\) created at:$")
_FUNCTION = re.compile(r"  (?P<name>[^\s].*)\(\)$")
_FILE = re.compile(r"      (?P<file>.+):(?P<line>[0-9]+)(?: \+0x[0-9a-f]+)?$")
_LOST = "[failed to restore the stack]"
_RULE = "=================="
_RUN = re.compile(r"=== (?:RUN|CONT|NAME) +(?P<test>\S+)$")
_FAILED = re.compile(r"--- FAIL: (?P<test>\S+) \(")
_PACKAGE = re.compile(r"FAIL\t(?P<package>[^\s\[]+)\t")
_TEST_NAME = re.compile(r"\.((?:Test|Benchmark|Example|Fuzz)[^.]*)")


def parse_races(text: str, source: str = "") -> tuple[Report, ...]:
    """Every report of a text log, in order; () where there is none."""
    collector = Collector(source)
    for line in text.splitlines():
        collector.feed(line)
    return collector.finish()


class Collector:
    """Takes the lines of one log, or of one package of a stream, and gives its reports."""

    def __init__(self, source: str = "", package: str = "") -> None:
        self._source = source
        self._package = package
        self._block: _RaceBlock | CrashBlock | None = None
        self._reports: list[Report] = []
        self._unnamed: list[int] = []  # reports whose test is told by a later line
        self._unpackaged: list[int] = []
        self._test = ""

    def feed(self, line: str, test: str = "") -> None:
        """One line without its end; `test` is the running one where a stream says it."""
        line = line[:_LONGEST].rstrip("\r\n")
        if test:
            self._test = test
        mark = line.find(MARK)
        if mark >= 0:
            self._start(_RaceBlock(mark))
        elif is_crash(line):
            self._start(CrashBlock(line))
        elif self._block is not None and not self._block.feed(line):
            self._end()
            self._marker(line)
        elif self._block is None:
            self._marker(line)

    def finish(self) -> tuple[Report, ...]:
        self._end()
        return tuple(self._reports)

    def _start(self, block: _RaceBlock | CrashBlock) -> None:
        self._end()
        self._block = block

    def _end(self) -> None:
        report = self._block.report() if self._block else None
        self._block = None
        if report is None:
            return
        test = _named(self._test, report)
        at = len(self._reports)
        self._reports.append(report.within(self._package, test, self._source))
        if not test:
            self._unnamed.append(at)
        if not self._package:
            self._unpackaged.append(at)

    def _marker(self, line: str) -> None:
        """What go test says around the reports: which test runs, which failed, which package."""
        if not line.startswith(("=== ", "--- ", "FAIL\t")):
            return
        if found := _RUN.match(line):
            self._test = found["test"]
        elif found := _FAILED.match(line):
            self._name(self._unnamed, test=found["test"])
            self._test = ""
        elif found := _PACKAGE.match(line):
            self._name(self._unpackaged, package=found["package"])
            self._unnamed.clear()
            self._test = ""

    def _name(self, waiting: list[int], *, test: str = "", package: str = "") -> None:
        for at in waiting:
            report = self._reports[at]
            self._reports[at] = report.within(
                package or report.package, test or report.test, report.source
            )
        waiting.clear()


def _named(running: str, report: Report) -> str:
    """The test: the running one, unless the stacks tell of another (parallel tests mix)."""
    stacks = [report.frames] if isinstance(report, CrashReport) else _stacks(report)
    started = next(filter(None, map(_test_of, stacks)), "")
    return running if running.partition("/")[0] == started or not started else started


def _stacks(report: RaceReport) -> list[tuple[Frame, ...]]:
    return [side.frames for side in report.sides] + [each.frames for each in report.created]


def _test_of(frames: tuple[Frame, ...]) -> str:
    for inner, outer in pairwise(frames):
        if outer.function in ("testing.tRunner", "testing.(*B).runN"):
            found = _TEST_NAME.search(inner.function)
            return found[1] if found else ""
    return ""


class _RaceBlock:
    """The lines from `WARNING: DATA RACE` to the closing rule."""

    def __init__(self, indent: int) -> None:
        self._indent = indent  # columns that a log collector puts before each line
        self._sections: list[tuple[re.Match[str], list[Frame]]] = []
        self._lost: set[int] = set()  # sections without a stack
        self._function = ""

    def feed(self, line: str) -> bool:
        """False for the line that ends the report."""
        if self._indent and not self._sections and _HEADER.match(line):
            self._indent = 0  # what stood before the mark was no prefix of every line
        line = line[self._indent :]
        if line.startswith(_RULE):
            return not self._sections
        header = _header(line)
        if header is not None:
            self._function = ""
            self._sections.append((header, []))
        elif self._sections:
            self._frame(line)
        return True

    def _frame(self, line: str) -> None:
        if _LOST in line:
            self._lost.add(len(self._sections) - 1)
        elif self._function and (found := _FILE.match(line)):
            frame = Frame(self._function, found["file"], number(found["line"]))
            self._sections[-1][1].append(frame)
            self._function = ""
        elif found := _FUNCTION.match(line):
            self._function = plain_name(found["name"])

    def report(self) -> RaceReport | None:
        """None where not even the first access is there."""
        sides: list[RaceAccess] = []
        created: list[Creation] = []
        for at, (header, frames) in enumerate(self._sections):
            if header.re is _CREATED:
                created.append(Creation(number(header["number"]), tuple(frames)))
            else:
                sides.append(_access(header, tuple(frames), restored=at not in self._lost))
        if not sides:
            return None
        # Cut off: the other side is at least of the kind that makes a race.
        unknown = RaceAccess("" if sides[0].is_write else "write", False, -1, (), restored=False)
        second = sides[1] if len(sides) > 1 else unknown
        address = next(h["address"] for h, _ in self._sections if h.re is _HEADER)
        return RaceReport(sides[0], second, tuple(created), address)


def _header(line: str) -> re.Match[str] | None:
    """Other output without a final newline may stand before a header on its line."""
    if not line.endswith(":"):
        return None
    return _HEADER.search(line) or _CREATED.search(line)


def _access(header: re.Match[str], frames: tuple[Frame, ...], *, restored: bool) -> RaceAccess:
    return RaceAccess(
        kind=header["kind"].lower(),
        atomic=header["atomic"] is not None,
        goroutine=number(header["number"] or "0"),
        frames=frames,
        restored=restored and bool(frames),
    )


def reports_of(lines: Iterable[str], source: str = "") -> tuple[Report, ...]:
    """As `parse_races`, of lines that need not be in memory together."""
    collector = Collector(source)
    for line in lines:
        collector.feed(line)
    return collector.finish()
