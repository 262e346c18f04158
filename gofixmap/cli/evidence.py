"""`gofixmap evidence`: collect what `--evidence` takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_OK, EXIT_PARTIAL, EnvironmentProblem, UsageError

if TYPE_CHECKING:
    from gofixmap.evidence.model import Report


@click.group()
def evidence() -> None:
    """Collect evidence into a file that --evidence takes."""


@evidence.command()
@click.argument("packages", nargs=-1)
@click.option(
    "-o", "--output", type=PathName(), metavar="FILE", help="Where to put it.  [default: stdout]"
)
@click.option(
    "--count",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Run each test N times.",
)
@click.option("--run", "tests", metavar="REGEXP", help="Run only these tests, as go test -run.")
@click.option("--tags", metavar="LIST", help="Build tags, with commas between them.")
@click.option(
    "--timeout", default="10m", show_default=True, help="For the tests of one package, as 90s."
)
def race(
    packages: tuple[str, ...],
    output: Path | None,
    count: int,
    tests: str | None,
    tags: str | None,
    timeout: str,
) -> int:
    """Run go test -race on PACKAGES and keep what it prints.

    PACKAGES are named as for go test, by default ./... of the current folder. Tests that fail are
    no error here. The exit code is 3 where a package did not build.
    """
    from gofixmap.cli.output import say

    _check_packages(packages, "gofixmap evidence race --help")
    flags = [f"-count={count}", f"-timeout={timeout}", "-vet=off"]
    flags += [f"-run={tests}"] if tests else []
    flags += [f"-tags={tags}"] if tags else []
    with _opened(output) as file:
        recorder = _Recorder(file)
        recorder.record([*flags, *(packages or ("./...",))])
    reports = recorder.reports()
    say(f"{len(reports)} different race report{'' if len(reports) == 1 else 's'}")
    if recorder.unbuilt:
        say("packages that did not build are left out; go vet says why")
    return EXIT_PARTIAL if recorder.unbuilt else EXIT_OK


def _check_packages(packages: Sequence[str], hint: str) -> None:
    """Raises UsageError for what names no package: Go would call it one that does not build."""
    for name in packages:
        if name.startswith("-"):
            raise UsageError("flags of the go command are not passed on", where=name, hint=hint)
        folder = Path(name.removesuffix("..."))
        if name.startswith((".", "/")) and not folder.is_dir():
            raise UsageError("there is no such folder", where=name)


@evidence.command()
@click.argument("source", metavar="FILE|URL")
@click.option(
    "-o", "--output", type=PathName(), metavar="FILE", help="Where to put it.  [default: nowhere]"
)
@click.option("--gc", "collect", is_flag=True, help="Let the service collect its garbage first.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="For the answer of a service.",
)
def heap(source: str, output: Path | None, collect: bool, timeout: float) -> int:
    """Read a heap or allocs profile, show which lines hold most, and keep it.

    SOURCE is a file, or the address of a running service that offers profiles, such as
    http://localhost:6060. The lines are those of the code in the current folder.
    """
    from gofixmap.cli.heaviest import show_heaviest
    from gofixmap.cli.patches import save
    from gofixmap.evidence.fetch import fetch, is_address, profile_address
    from gofixmap.evidence.heap import heap_profile
    from gofixmap.evidence.protobuf import Malformed

    if is_address(source):
        source = profile_address(source, collect=collect)
        data = fetch(source, timeout)
    else:
        data = _bytes_of(source, collect)
    try:
        profile = heap_profile(data, source)
    except Malformed as error:
        raise UsageError(f"this is no heap profile: {error}", where=source) from error
    if output is not None:
        save(output, data, "it")
    show_heaviest(profile)
    return EXIT_OK


def _bytes_of(source: str, collect: bool) -> bytes:
    if collect:
        raise UsageError("--gc asks a running service, and this is a file", where=source)
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read it: {error.strerror}", where=source) from error


@evidence.command()
@click.argument("packages", nargs=-1)
@click.option(
    "-o", "--output", type=PathName(), metavar="FILE", help="Where to put it.  [default: stdout]"
)
@click.option("--tags", metavar="LIST", help="Build tags, with commas between them.")
def escape(packages: tuple[str, ...], output: Path | None, tags: str | None) -> int:
    """Ask the compiler which variables and expressions of PACKAGES are on the heap.

    PACKAGES are named as for go build, by default ./... of the current folder. The exit code is 3
    where a package did not build.
    """
    from gofixmap.cli.output import print_bytes, say
    from gofixmap.cli.patches import save
    from gofixmap.evidence.escape import escapes_of
    from gofixmap.verify.record import record_escapes

    _check_packages(packages, "gofixmap evidence escape --help")
    said = record_escapes(packages or ("./...",), Path.cwd(), tags or "")
    reports = list(escapes_of(said.stderr.decode("utf-8", "replace").splitlines()))
    if said.status != 0 and not reports:
        words = " ".join(said.stderr.decode("utf-8", "replace").split())[:400]
        raise EnvironmentProblem(f"go build cannot be run: {words}")
    if output is None:
        print_bytes(said.stderr)
    else:
        save(output, said.stderr, "it")
    escaping = sum(report.escapes for report in reports)
    say(f"{escaping} of {len(reports)} expressions and variables escape to the heap")
    if said.status != 0:
        say("packages that did not build are left out; go vet says why")
    return EXIT_OK if said.status == 0 else EXIT_PARTIAL


class _Recorder:
    """Writes the stream as it comes, and reads along."""

    def __init__(self, file: BinaryIO) -> None:
        from gofixmap.evidence.stream import Stream

        self._file = file
        self._stream = Stream()
        self._events = 0
        self.unbuilt = False

    def record(self, arguments: Sequence[str]) -> None:
        """Raises EnvironmentProblem where no test was run at all."""
        from gofixmap.verify.record import record_race

        said = record_race(arguments, Path.cwd(), self._hear)
        if not self._events:
            words = " ".join(said.stderr.decode("utf-8", "replace").split())[:400]
            raise EnvironmentProblem(f"go test cannot be run: {words}")

    def _hear(self, line: bytes) -> None:
        self._file.write(line)
        self._events += line.startswith(b"{")
        self.unbuilt |= b"[build failed]" in line or b"[setup failed]" in line
        self._stream.feed(line.decode("utf-8", "replace").rstrip("\r\n"))

    def reports(self) -> tuple[Report, ...]:
        from gofixmap.evidence.read import distinct

        return distinct(self._stream.finish())


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """The file, or stdout. Raises UsageError where it cannot be written."""
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = output.open("wb")
    except OSError as error:
        raise UsageError(f"cannot write it: {error.strerror}", where=str(output)) from error
    with file:
        yield file
