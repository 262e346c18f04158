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

    if any(name.startswith("-") for name in packages):
        raise UsageError("flags of go test are not passed on", hint="gofixmap evidence race --help")
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
