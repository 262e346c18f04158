"""`gofixmap campaign report`: how far it is, as a page or for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from gofixmap.cli.campaign_options import open_store, state_option
from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_OK


@click.command()
@state_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["html", "csv"]),
    required=True,
    help="One page that needs nothing else, or a line for each shard.",
)
@click.option(
    "-o",
    "--output",
    type=PathName(),
    metavar="FILE",
    help="Write it to FILE instead of stdout.",
)
def report(state: Path | None, style: str, output: Path | None) -> int:
    """Write down how far a campaign is: owners, shards, and what is left over time."""
    from gofixmap import __version__
    from gofixmap.cli.output import print_bytes
    from gofixmap.cli.patches import check_output, save

    check_output(output, "report")
    with open_store(state) as store:
        if style == "csv":
            from gofixmap.campaign.sheet import render_sheet

            data = render_sheet(store)
        else:
            from gofixmap.campaign.page import render_page

            data = render_page(store, __version__).encode("utf-8", "backslashreplace")
    if output is None:
        print_bytes(data)
        return EXIT_OK
    save(output, data, "the report")
    return EXIT_OK
