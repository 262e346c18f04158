"""`gofixmap list` and `gofixmap explain`: the catalogue, and one page of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from gofixmap.cli.completion import codemod_names

if TYPE_CHECKING:
    from gofixmap.registry import Registry
    from gofixmap.reports.lines import Line


@click.command("list")
def list_codemods() -> None:
    """List the codemods: name, safety, oldest Go version, title."""
    from gofixmap.cli.output import print_lines
    from gofixmap.registry import installed

    print_lines(_table(installed()))


def _table(registry: Registry) -> Iterator[Line]:
    from gofixmap.reports.lines import Piece, one_line

    rows = [
        (codemod.name, codemod.safety.label, codemod.go_version or "any", one_line(codemod.title))
        for codemod in registry.codemods
    ]
    rows = [("NAME", "SAFETY", "GO", "TITLE"), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for number, row in enumerate(rows):
        name, *middle = (row[column].ljust(widths[column]) for column in range(3))
        style = "path" if number else "header"
        yield (Piece(name, style), Piece("  " + "  ".join((*middle, row[3]))))


@click.command()
@click.argument("name", shell_complete=codemod_names)
def explain(name: str) -> None:
    """Show the page of the codemod NAME.

    In a pipe this is the Markdown of docs/rules/NAME.md.
    """
    import sys

    from gofixmap.authoring.pages import page_of, render_page
    from gofixmap.cli.output import is_terminal, print_bytes
    from gofixmap.registry import installed

    page = render_page(page_of(installed().get(name)))
    if not is_terminal(sys.stdout):
        print_bytes(page.encode())
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(page))
