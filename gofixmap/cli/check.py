"""`gofixmap check`: report, write nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gofixmap.cli.formats import TEXT, FormatName, Reported, Wish, chosen, deliver
from gofixmap.cli.options import PathName, make_request, run_options, run_variants
from gofixmap.cli.suppress import suppress_options, suppressing
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, EXIT_PARTIAL, UsageError

if TYPE_CHECKING:
    from gofixmap.engine import Request
    from gofixmap.model import Fix, RunResult


@click.command()
@click.option(
    "--format",
    "formats",
    type=FormatName(),
    multiple=True,
    default=(Wish(TEXT),),
    metavar="NAME[=FILE]",
    help="How to report: text, json, sarif, github, gitlab, checkstyle, rdjson, html; with FILE,"
    " there (repeat).  [default: text]",
)
@click.option(
    "-o",
    "--output",
    type=PathName(),
    metavar="FILE",
    help="Write the report to FILE instead of stdout.",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Count by codemod: in place of the findings in text, beside them in json.",
)
@click.option("--watch", is_flag=True, help="Report again whenever the tree changes.")
@click.option(
    "--exit-code/--exit-zero",
    default=True,
    help="Whether the exit code is 1 where there are findings, or 0.  [default: --exit-code]",
)
@suppress_options
@run_options
def check(
    formats: Sequence[Wish],
    output: Path | None,
    statistics: bool,
    exit_code: bool,
    watch: bool,
    **settings: Any,  # noqa: ANN401 - the options of run_options
) -> int:
    """Report what would be rewritten in PATHS, and what not and why.

    PATHS are Go files and folders, by default the current one. The exit code is 1 where there
    are findings.
    """
    wishes = chosen(formats, output, statistics=statistics)
    reports = tuple(formats) != (Wish(TEXT),) or output is not None or statistics or watch
    known = suppressing(settings, reports=reports)
    executor: str | None = settings["executor"]
    if executor is not None and (watch or not known.makes_report):
        raise UsageError("--executor goes with reports of whole trees alone")
    if not known.makes_report:
        code = known.run(make_request(settings, apply=False, **known.for_request))
        return EXIT_OK if code == EXIT_FINDINGS and not exit_code else code

    def once() -> int:
        request = make_request(settings, apply=False, **known.for_request)
        code = _report(request, wishes, executor, statistics=statistics)
        return EXIT_OK if code == EXIT_FINDINGS and not exit_code else code

    if not watch:
        return once()
    if settings["stdin_filename"] is not None:
        raise UsageError("--watch has no use for what stdin holds", hint="give PATHS")
    from gofixmap.cli.watch import watch as run_again

    config: Path | None = settings["config"]
    more = [*settings["evidence"], *([] if config is None else [config])]
    return run_again(settings["paths"] or (Path(),), more, once)


def _report(
    request: Request, wishes: Sequence[Wish], executor: str | None, *, statistics: bool
) -> int:
    """One run and its reports; the exit code."""
    from gofixmap.cli.output import ProgressLine
    from gofixmap.engine.cachediffs import kept_diffs
    from gofixmap.model import Status
    from gofixmap.reports.sources import Sources
    from gofixmap.reports.text import shown_fixes

    with ProgressLine() as progress:
        result = run_variants(request, (), progress, executor)
    with kept_diffs(request) as diffs:
        sources = Sources(result, request.overlay, seen_from=Path.cwd(), diffs=diffs)
        if not statistics and any(wish.name == TEXT for wish in wishes):
            sources.lay_out(shown_fixes(result), partial(_shared, jobs=request.jobs))
        deliver(wishes, Reported(result, sources, statistics))
    _tell(
        result, request, {wish.name for wish in wishes if wish.file is None}, table=not statistics
    )
    if result.problems:
        return EXIT_PARTIAL
    found = any(finding.status is not Status.SUPPRESSED for finding in result.findings)
    return EXIT_FINDINGS if found else EXIT_OK


def _shared(
    work: Callable[[Fix], str | None], fixes: Sequence[Fix], jobs: int
) -> Iterable[str | None]:
    # Imported here: a run that knows all diffs needs no processes.
    from gofixmap.engine.forks import shared

    return shared(work, fixes, jobs)


def _tell(result: RunResult, request: Request, printed: set[str], *, table: bool) -> None:
    """What a person should know beside the reports; `printed` are the formats on stdout."""
    from gofixmap.cli.output import say
    from gofixmap.cli.table import show_table
    from gofixmap.reports.text import check_summary, problem_lines, unanswered, unused_evidence

    if printed <= {TEXT}:  # a machine reads the others, and their users have no use for it
        say(check_summary(result))
        if table:
            show_table(result)
    more: Iterable[str] = ()
    if "github" in printed:
        from gofixmap.reports.github import beyond_shown

        more = beyond_shown(result)
    unused = [*unused_evidence(result), *result.fixed_known]
    for line in (*problem_lines(result), *unanswered(result, request.targets), *unused, *more):
        say(line)
