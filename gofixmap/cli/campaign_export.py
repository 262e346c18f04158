"""`gofixmap campaign export`: a branch, or files, for each shard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.campaign_options import open_store, state_option
from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_OK, EXIT_PARTIAL, UsageError

if TYPE_CHECKING:
    from gofixmap.campaign.export import Left
    from gofixmap.campaign.state import Store


@click.command()
@state_option
@click.option("--shard", "keys", multiple=True, metavar="KEY", help="Only this shard (repeat).")
@click.option(
    "--branches",
    "prefix",
    metavar="PREFIX",
    help="Make a branch PREFIX/KEY with one commit for each shard, from the commit of the plan.",
)
@click.option(
    "-o",
    "--output",
    type=PathName(),
    metavar="DIR",
    help="Write KEY.patch and KEY.md, the text of a pull request, for each shard.",
)
def export(state: Path | None, keys: Sequence[str], prefix: str | None, output: Path | None) -> int:
    """Make branches, or patches with the texts of pull requests, of the shards that have run.

    The checkout, the index, the stash and HEAD are not touched. A branch or file that is there and
    not as an earlier export has left it is never overwritten. Shards that are not ready are told,
    and the exit code is 3 then.
    """
    from gofixmap.cli.output import say
    from gofixmap.reports.lines import one_line

    if prefix is None and output is None:
        raise UsageError("say what to make", hint="--branches PREFIX, or -o DIR, or both")
    left: dict[Left, None] = {}
    with open_store(state) as store, store.exclusive():
        if output is not None:
            left.update(dict.fromkeys(_files(store, output, keys)))
        if prefix is not None:
            left.update(dict.fromkeys(_branches(store, prefix, keys)))
    for each in left:
        say(one_line(f"{each.key}: not exported: {each.reason}"))
    return EXIT_PARTIAL if left else EXIT_OK


def _branches(store: Store, prefix: str, keys: Sequence[str]) -> list[Left]:
    from gofixmap.campaign.export import export_branches
    from gofixmap.campaign.repository import Repository
    from gofixmap.cli.output import say

    repository = Repository.around(Path(store.campaign().root))
    done, left = export_branches(store, repository, prefix, keys)
    for each in done:
        click.echo(f"{each.branch} {each.commit}")
    fresh = sum(each.is_new for each in done)
    say(f"{len(done)} branches, {fresh} of them new or renewed")
    return left


def _files(store: Store, output: Path, keys: Sequence[str]) -> list[Left]:
    from gofixmap.campaign.files import export_files
    from gofixmap.cli.output import say
    from gofixmap.reports.lines import shown_path

    written, left = export_files(store, output, keys)
    say(f"{len(written)} shards in {shown_path(str(output))}")
    return left
