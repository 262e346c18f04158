"""`gofixmap apply`: rewrite in place, print the patch, or filter one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gofixmap.cli.options import (
    VERIFY_LEVELS,
    PathName,
    make_request,
    matrix_option,
    run_options,
    run_variants,
)
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, EXIT_PARTIAL, UsageError

if TYPE_CHECKING:
    from gofixmap.engine import Request
    from gofixmap.model import RunResult


@click.command()
@click.option("--dry-run", is_flag=True, help="Print the patch to stdout; write nothing.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when the patch is not empty.")
@click.option(
    "-o",
    "--output",
    type=PathName(),
    metavar="FILE",
    help="Write the patch to FILE instead of stdout.",
)
@click.option(
    "--safety",
    type=click.Choice(["safe", "review", "target"]),
    help="The highest tier that is applied.  [default: safe, or as the configuration says]",
)
@click.option(
    "--verify",
    type=click.Choice(VERIFY_LEVELS),
    default="auto",
    show_default=True,
    help="How fixes are proved; auto is build where Go and a module are found. test and race run"
    " the tests of the changed packages and of those that import them.",
)
@click.option(
    "--verify-seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Stop proving after N seconds; what is not proven by then is told.  [default: 120 with"
    " auto, 600, or 1800 where tests run]",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["diff", "json"]),
    default="diff",
    show_default=True,
    help="What stdout gets.",
)
@matrix_option
@click.option("-i", "--interactive", is_flag=True, help="Ask hunk by hunk what is applied.")
@click.option("--restart", is_flag=True, help="Forget the answers of an -i that was stopped.")
@click.option("--allow-dirty", is_flag=True, help="Also change files with uncommitted changes.")
@run_options
def apply(
    dry_run: bool,
    exit_code: bool,
    output: Path | None,
    safety: str | None,
    verify: str,
    verify_seconds: float | None,
    style: str,
    matrix: Sequence[str],
    interactive: bool,
    restart: bool,
    allow_dirty: bool,
    **settings: Any,  # noqa: ANN401 - the options of run_options
) -> int:
    """Rewrite PATHS in place.

    PATHS are Go files and folders, by default the current one. Files with uncommitted changes
    are refused unless --allow-dirty is given. Messages go to stderr.
    """
    from gofixmap.cli.output import ProgressLine
    from gofixmap.cli.patches import check_output, make_patch, save
    from gofixmap.cli.undo import recover_first
    from gofixmap.model import Safety
    from gofixmap.review.units import units_of

    if matrix:
        _refuse_matrix(interactive=interactive, filtering=settings["stdin_filename"] is not None)
    if interactive:
        _refuse_to_ask(settings["stdin_filename"])
    elif restart:
        raise UsageError("--restart is about the questions of -i")
    tier = None if safety is None else Safety[safety.upper()]
    request = make_request(
        settings, apply=True, safety=tier, verify=verify, verify_seconds=verify_seconds
    )
    if settings["stdin_filename"] is not None:
        if settings["executor"] is not None:
            raise UsageError("--executor is for trees, --stdin-filename for one file")
        return _filter(request, dry_run=dry_run, output=output, style=style)
    check_output(output)
    recover_first(request.paths, dry_run=dry_run)
    with ProgressLine() as progress:
        result = run_variants(request, matrix, progress, settings["executor"])
    forget: Callable[[], None] | None = None
    if interactive:
        from gofixmap.cli.choosing import choose

        result, forget = choose(
            request, result, restart=restart, dry_run=dry_run, allow_dirty=allow_dirty
        )
    patch = make_patch(Path(result.root), result.before, result.after, units_of(result.findings))
    if output is not None:  # before the tree changes: a full disk must not stop this half way
        save(output, patch)
    if not dry_run:
        from gofixmap.engine.write import write_result

        write_result(result, allow_dirty=allow_dirty)
    _deliver(result, patch, style=style, output=output, dry_run=dry_run)
    if forget is not None:
        forget()
    _tell(result, request.targets, written=not dry_run)
    if result.problems:
        return EXIT_PARTIAL
    return EXIT_FINDINGS if exit_code and patch else EXIT_OK


def _refuse_matrix(*, interactive: bool, filtering: bool) -> None:
    """Raises UsageError for what looks at one build only."""
    if interactive:
        raise UsageError("-i asks about one build; leave --matrix out", hint="see campaign plan")
    if filtering:
        raise UsageError("--stdin-filename looks at one file in one build, without --matrix")


def _refuse_to_ask(stdin_filename: Path | None) -> None:
    """Raises UsageError where nobody can answer on stdin."""
    from gofixmap.cli.interactive import refuse_without_terminal

    if stdin_filename is not None:
        raise UsageError("--stdin-filename reads the file from stdin, where -i reads answers")
    refuse_without_terminal(
        "-i", "elsewhere, use apply --dry-run -o FILE and then gofixmap review FILE"
    )


def _deliver(
    result: RunResult, patch: bytes, *, style: str, output: Path | None, dry_run: bool
) -> None:
    from gofixmap.cli.output import print_bytes
    from gofixmap.cli.patches import print_patch
    from gofixmap.reports.json import render_json
    from gofixmap.reports.sources import Sources

    if style == "json":
        print_bytes(render_json(result, Sources(result)).encode("ascii"))
    elif dry_run and output is None:
        print_patch(patch)


def _tell(result: RunResult, targets: Sequence[str], *, written: bool) -> None:
    import sys

    from gofixmap.cli.output import print_lines, say
    from gofixmap.cli.table import show_table
    from gofixmap.reports.sources import Sources
    from gofixmap.reports.text import (
        apply_summary,
        held_back,
        problem_lines,
        unanswered,
        unused_evidence,
    )

    sources = Sources(result, seen_from=Path.cwd())
    print_lines(held_back(result, sources), sys.stderr)
    summary = apply_summary(result, written=written)
    told = (*problem_lines(result), *unanswered(result, targets), *unused_evidence(result))
    for line in (*told, *summary):
        say(line)
    show_table(result)


def _filter(request: Request, *, dry_run: bool, output: Path | None, style: str) -> int:
    """Write the rewritten stdin to stdout; what cannot be done in this one file is left out."""
    from gofixmap.cli.filter import filtered
    from gofixmap.cli.output import print_bytes, say

    if dry_run or output is not None or style != "diff":
        raise UsageError(
            "--stdin-filename writes the new file to stdout and takes no patch options"
        )
    data, problems = filtered(request)
    print_bytes(data)
    for line in problems:
        say(line)
    return EXIT_PARTIAL if problems else EXIT_OK
