"""`gofixmap check`: report, write nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gofixmap.cli.options import make_request, run_options
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, EXIT_PARTIAL

if TYPE_CHECKING:
    from gofixmap.model import RunResult
    from gofixmap.reports.sources import Sources


@click.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@run_options
def check(style: str, **settings: Any) -> int:  # noqa: ANN401 - the options of run_options
    """Report what would be rewritten in PATHS, and what not and why.

    PATHS are Go files and folders, by default the current one. The exit code is 1 where there
    are findings.
    """
    from gofixmap.cli.output import ProgressLine, print_bytes, print_lines, say
    from gofixmap.cli.table import show_table
    from gofixmap.engine import run
    from gofixmap.model import Status
    from gofixmap.reports.json import render_json
    from gofixmap.reports.sources import Sources
    from gofixmap.reports.text import (
        check_summary,
        problem_lines,
        report,
        unanswered,
        unused_evidence,
    )

    request = make_request(settings, apply=False)
    with ProgressLine() as progress:
        result = run(request, progress=progress)
    sources = Sources(result, request.overlay, seen_from=Path.cwd())
    if style == "json":
        print_bytes(render_json(result, sources).encode("ascii"))
    elif style == "sarif":
        print_bytes(_sarif(result, sources).encode("ascii"))
    else:
        print_lines(report(result, sources))
        say(check_summary(result))
        show_table(result)
    unused = unused_evidence(result)
    for line in (*problem_lines(result), *unanswered(result, request.targets), *unused):
        say(line)
    if result.problems:
        return EXIT_PARTIAL
    found = any(finding.status is not Status.SUPPRESSED for finding in result.findings)
    return EXIT_FINDINGS if found else EXIT_OK


def _sarif(result: RunResult, sources: Sources) -> str:
    from gofixmap import __version__
    from gofixmap.authoring.pages import page_of, render_page
    from gofixmap.cli.patches import prefix_of
    from gofixmap.registry import installed
    from gofixmap.reports.sarif import render_sarif

    rules = [(c.name, c.title, render_page(page_of(c))) for c in installed().codemods]
    prefix = prefix_of(Path(result.root))
    return render_sarif(result, sources, rules, version=__version__, prefix=prefix)
