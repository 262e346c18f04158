"""Evidence files: found, recognised by content, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from gofixmap.errors import UsageError
from gofixmap.evidence.detect import EXPECTED, Kind, kind_of
from gofixmap.evidence.escape import EscapeReport, escapes_of
from gofixmap.evidence.heap import HeapProfile, heap_profile
from gofixmap.evidence.model import RaceReport, Report
from gofixmap.evidence.pprof import GZIP
from gofixmap.evidence.protobuf import Malformed
from gofixmap.evidence.race import reports_of
from gofixmap.evidence.stream import reports_of_stream

_LONGEST_LINE = 1 << 20  # bytes; the rest of a longer line is somebody else's data
_LARGEST_PROFILE = 64 << 20  # bytes, packed


class Collected(Struct, frozen=True):
    """What all files of evidence say."""

    races: tuple[Report, ...] = ()
    profiles: tuple[HeapProfile, ...] = ()
    escapes: tuple[EscapeReport, ...] = ()


def read_all(paths: Sequence[Path]) -> Collected:
    """The evidence of all files: the different reports of races and escapes, and the profiles.

    A path may be the prefix that `GORACE=log_path=PREFIX` had: the detector writes PREFIX.<pid>.
    Raises UsageError for a file that is not there, cannot be read or holds no evidence.
    """
    read = [_read(file) for file in dict.fromkeys(file for path in paths for file in _files(path))]
    return Collected(
        distinct(report for each in read for report in each.races),
        tuple(profile for each in read for profile in each.profiles),
        tuple(dict.fromkeys(report for each in read for report in each.escapes)),
    )


def read_evidence(paths: Sequence[Path]) -> tuple[Report, ...]:
    """The race reports and crashes alone, of files as `read_all` takes them."""
    return read_all(paths).races


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


def _read(path: Path) -> Collected:
    try:
        with path.open("rb") as file:
            is_packed = file.read(len(GZIP)) == GZIP
        return Collected(profiles=(_profile(path),)) if is_packed else _read_log(path)
    except OSError as error:
        raise UsageError(f"cannot read it: {error.strerror}", where=str(path)) from error


def _profile(path: Path) -> HeapProfile:
    if path.stat().st_size > _LARGEST_PROFILE:
        raise UsageError("it is too large for a profile", where=str(path))
    try:
        return heap_profile(path.read_bytes(), str(path))
    except Malformed as error:
        raise UsageError(
            f"this is compressed, and no heap profile: {error}", where=str(path), hint=EXPECTED
        ) from error


def _read_log(path: Path) -> Collected:
    kind = kind_of(_lines(path))
    if kind is None:
        raise UsageError("this is no evidence", where=str(path), hint=EXPECTED)
    if kind is Kind.ESCAPE:
        return Collected(escapes=tuple(escapes_of(_lines(path))))
    read = reports_of_stream if kind is Kind.STREAM else reports_of
    return Collected(races=read(_lines(path), str(path)))


def _lines(path: Path) -> Iterator[str]:
    """Lines of any encoding and length; names that matter are UTF-8."""
    with path.open("rb") as file:
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
