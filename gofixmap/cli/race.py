"""`gofixmap race`: from a racing test to a proven fix."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.options import PathName, split_names
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, EXIT_PARTIAL, GofixmapError

if TYPE_CHECKING:
    from gofixmap.race import RaceResult

_DURATION = re.compile(r"(?:(?P<minutes>[0-9]+)m)?(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)s?)?")


class Duration(click.ParamType[float]):
    """`90`, `90s`, `2m`, `1m30s`: seconds."""

    name = "duration"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if not isinstance(value, str):
            return value
        match = _DURATION.fullmatch(value)
        seconds = 60 * float(match["minutes"] or 0) + float(match["seconds"] or 0) if match else 0.0
        if seconds <= 0:
            self.fail(f"{value!r} is no duration such as 90s or 2m", param, ctx)
        return seconds


@click.command()
@click.argument("packages", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Print the patch to stdout; write nothing.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when the patch is not empty, too.")
@click.option(
    "-o",
    "--output",
    type=PathName(),
    metavar="FILE",
    help="Write the patch to FILE instead of stdout.",
)
@click.option("--run", "tests", metavar="REGEXP", default="", help="As for go test: which tests.")
@click.option(
    "--count",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="Runs of the racing tests that a remedy has to pass.",
)
@click.option(
    "--first-count",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Runs of all tests to find what races.",
)
@click.option(
    "--timeout",
    type=Duration(),
    default="2m",
    show_default=True,
    help="What the tests of one package may take in one run of Go; who takes longer hangs.",
)
@click.option("--tags", metavar="TAGS", default="", help="Build tags, as for go test.")
@click.option(
    "-s",
    "--select",
    multiple=True,
    metavar="NAMES",
    callback=split_names,
    help="Codemods whose remedies are tried (repeat, or a comma list).",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="NAMES",
    callback=split_names,
    help="Codemods whose remedies are not tried (repeat, or a comma list).",
)
@click.option(
    "--evidence",
    multiple=True,
    type=PathName(),
    metavar="FILE",
    help="A race log to start from, besides what the tests show (repeat).",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What stdout gets: the patch of --dry-run, or one object with everything.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Packages that are tested at a time; 0 means what go test does.",
)
@click.option(
    "--config",
    type=PathName(),
    metavar="FILE",
    help="Use this configuration instead of the nearest .gofixmap.toml.",
)
@click.option("--allow-dirty", is_flag=True, help="Also change files with uncommitted changes.")
def race(
    packages: tuple[str, ...],
    dry_run: bool,
    exit_code: bool,
    output: Path | None,
    tests: str,
    count: int,
    first_count: int,
    timeout: float,
    tags: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    evidence: tuple[Path, ...],
    style: str,
    jobs: int,
    config: Path | None,
    allow_dirty: bool,
) -> int:
    """Run go test -race on PACKAGES, and mend what races.

    PACKAGES are as for go test, by default ./... . Each remedy is proven in an overlay: it builds,
    vets, and the racing tests pass --count times. The table of races goes to stderr. The exit code
    is 1 where a race is left, 3 where packages do not build.
    """
    from gofixmap.cli.output import ProgressLine
    from gofixmap.cli.patches import check_output
    from gofixmap.cli.undo import recover_first
    from gofixmap.race import RaceRequest, mend
    from gofixmap.race.request import EVERYTHING

    _refuse_flags(packages)
    check_output(output)
    recover_first([Path()], dry_run=dry_run)
    request = RaceRequest(
        directory=Path.cwd(),
        patterns=packages or EVERYTHING,
        tests=tests,
        runs=count,
        first_runs=first_count,
        timeout=timeout,
        tags=tags,
        select=select,
        ignore=ignore,
        evidence=evidence,
        jobs=jobs,
        config_file=config,
    )
    with ProgressLine() as progress:
        result = mend(request, tell=progress)
    patch = _deliver(result, output, style=style, dry_run=dry_run, allow_dirty=allow_dirty)
    if result.broken:
        return EXIT_PARTIAL
    return EXIT_FINDINGS if result.left or (exit_code and patch) else EXIT_OK


def _refuse_flags(packages: tuple[str, ...]) -> None:
    """A package that begins with a dash would be a flag of Go's, such as -exec or -toolexec."""
    for name in packages:
        if name.startswith("-"):
            raise click.UsageError(f"{name!r} is no package; flags of go test are not passed on")


def _deliver(
    result: RaceResult, output: Path | None, *, style: str, dry_run: bool, allow_dirty: bool
) -> bytes:
    from gofixmap.cli.output import print_bytes, say
    from gofixmap.cli.patches import make_patch, print_patch, save
    from gofixmap.race.report import render_json, table
    from gofixmap.reports.lines import one_line
    from gofixmap.review.units import Unit

    root = Path(result.root)
    units = [Unit(each.fix, (), each.codemods) for each in result.applied]
    patch = make_patch(root, result.before, result.after, units)
    for line in table(result):
        say(one_line(line))
    if output is not None:
        save(output, patch)
    if style == "json":
        print_bytes(render_json(result, patch).encode("ascii"))
    elif dry_run and output is None:
        print_patch(patch)
    if not dry_run and result.after:
        _write(result, patch, is_shown=style == "json" or output is not None, force=allow_dirty)
    return patch


def _write(result: RaceResult, patch: bytes, *, is_shown: bool, force: bool) -> None:
    """Writes the files; where that is refused, the patch goes to stdout: it took long to prove."""
    from gofixmap.cli.patches import print_patch
    from gofixmap.engine.write import write

    try:
        write(Path(result.root), result.before, result.after, allow_dirty=force, command="race")
    except GofixmapError:
        if not is_shown:
            print_patch(patch)
        raise
