"""`gofixmap codemod`: for those who write codemods."""

from __future__ import annotations

from pathlib import Path

import click

from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, UsageError

_DIRECTORY = click.option(
    "--dir",
    "folder",
    type=PathName(),
    metavar="DIR",
    help="The project with codemods/ and tests/golden/.  [default: the current folder]",
)


@click.group()
def codemod() -> None:
    """Write codemods: start one, check it, run its golden cases."""


@codemod.command()
@click.argument("name")
@_DIRECTORY
def new(name: str, folder: Path | None) -> int:
    """Start the codemod NAME: a module that works, its query, golden cases and page."""
    from gofixmap.authoring.project import Project
    from gofixmap.authoring.scaffold import scaffold
    from gofixmap.reports.lines import shown_path

    for path in scaffold(name, Project(folder or Path())):
        click.echo(shown_path(str(path)))
    return EXIT_OK


@codemod.command()
@click.argument("path", type=PathName())
def check(path: Path) -> int:
    """Check the codemod in the module PATH, and its query, without importing it.

    The exit code is 1 where a rule is broken.
    """
    from gofixmap.authoring.check import check_codemod
    from gofixmap.reports.lines import one_line

    problems = check_codemod(path)
    for problem in problems:
        click.echo(one_line(str(problem)))
    return EXIT_FINDINGS if problems else EXIT_OK


@codemod.command()
@click.argument("name", default="")
@_DIRECTORY
def test(name: str, folder: Path | None) -> int:
    """Run the golden cases of the codemod NAME, or of all.

    --dir also loads the codemods of that project; without it only installed ones run. The exit
    code is 1 where a case fails.
    """
    from gofixmap.authoring.cases import find_cases
    from gofixmap.authoring.golden import run_cases
    from gofixmap.authoring.project import Project, registry_of
    from gofixmap.registry import installed

    project = Project(folder or Path())
    registry = installed() if folder is None else registry_of(project)
    if name:
        registry.get(name)
    cases = list(find_cases(project.golden, name))
    if not cases:
        raise UsageError(f"no golden cases{name and f' of {name}'}", where=str(project.golden))
    failed = 0
    for outcome in run_cases(cases, registry):
        failed += bool(outcome.failures)
        for failure in outcome.failures:
            click.echo(f"{outcome.case.id}: {failure}")
    click.echo(f"{len(cases)} cases, {failed} failed", err=True)
    return EXIT_FINDINGS if failed else EXIT_OK
