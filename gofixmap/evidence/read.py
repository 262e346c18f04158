"""Evidence files: found, recognised by content, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gofixmap.errors import UsageError
from gofixmap.evidence.detect import EXPECTED, Kind, kind_of
from gofixmap.evidence.model import RaceReport, Report
from gofixmap.evidence.race import reports_of
from gofixmap.evidence.stream import reports_of_stream

_LONGEST_LINE = 1 << 20  # bytes; the rest of a longer line is somebody else's data
_GZIP = b"\x1f\x8b"


def read_evidence(paths: Sequence[Path]) -> tuple[Report, ...]:
    """The different reports of all files, in order.

    A path may be the prefix that `GORACE=log_path=PREFIX` had: the detector writes PREFIX.<pid>.
    Raises UsageError for a file that is not there, cannot be read or holds no evidence.
    """
    files = dict.fromkeys(file for path in paths for file in _files(path))
    return distinct(report for file in files for report in _read(file))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if path.is_dir():
        raise UsageError("a folder is no evidence", where=str(path), hint=EXPECTED)
    pattern = re.compile(re.escape(path.name) + r"\.[0-9]+")
    parent = path.parent
    found = (
        [each for each in parent.iterdir() if pattern.fullmatch(each.name)]
        if (parent.is_dir())
        else []
    )
    if not found:
        raise UsageError("no such file, and no log_path files FILE.<pid>", where=str(path))
    return sorted(found, key=lambda each: (len(each.name), each.name))


def _read(path: Path) -> tuple[Report, ...]:
    try:
        kind = kind_of(_lines(path))
        if kind is None:
            raise UsageError("this is no race log", where=str(path), hint=EXPECTED)
        read = reports_of_stream if kind is Kind.STREAM else reports_of
        return read(_lines(path), str(path))
    except OSError as error:
        raise UsageError(f"cannot read it: {error.strerror}", where=str(path)) from error


def _lines(path: Path) -> Iterator[str]:
    """Lines of any encoding and length; names that matter are UTF-8."""
    with path.open("rb") as file:
        start = file.read(2)
        if start == _GZIP:
            raise UsageError(
                "this is compressed: a heap profile, or a log to unpack first",
                where=str(path),
                hint=EXPECTED,
            )
        file.seek(0)
        while line := file.readline(_LONGEST_LINE):
            yield _decoded(line)


def _decoded(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")


def distinct(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Each race once: a test that runs twenty times reports the same stacks twenty times."""
    found: dict[object, Report] = {}
    for report in reports:
        found.setdefault(_identity(report), report)
    return tuple(found.values())


def _identity(report: Report) -> object:
    """What tells two reports apart: neither addresses nor the numbers of goroutines."""
    if not isinstance(report, RaceReport):
        return (report.message, report.frames)
    return (
        *((side.kind, side.atomic, side.frames) for side in report.sides),
        frozenset(each.frames for each in report.created),
    )
