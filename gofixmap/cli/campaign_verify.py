"""`gofixmap campaign verify`: build each branch, and all of them merged, in a real work tree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.campaign_options import jobs_option, open_store, processors, state_option
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, EXIT_PARTIAL

if TYPE_CHECKING:
    from gofixmap.campaign.verify import Verified

_MOST_ERRORS = 10  # that are shown of one branch


@click.command()
@state_option
@click.option("--shard", "keys", multiple=True, metavar="KEY", help="Only this shard (repeat).")
@click.option(
    "--level",
    type=click.Choice(["build", "vet", "test"]),
    default="build",
    show_default=True,
    help="What Go is asked; test runs the tests of the changed packages and of those that import"
    " them.",
)
@click.option("--all", "together", is_flag=True, help="Also merge all of them, and build the sum.")
@click.option(
    "--verify-seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Stop asking about a branch after N seconds.",
)
@jobs_option
def verify(
    state: Path | None,
    keys: Sequence[str],
    level: str,
    together: bool,
    verify_seconds: float | None,
    jobs: int,
) -> int:
    """Build every exported branch on its own, in a work tree in a temporary folder.

    With a matrix each variant is built. Errors that the base commit has too are none of a branch.
    Exit 1 where a branch does not build, 3 where Go could not judge all of one.
    """
    from gofixmap.campaign.repository import Repository
    from gofixmap.campaign.verify import verify_branches
    from gofixmap.cli.output import ProgressLine

    with (
        open_store(state) as store,
        store.exclusive(),
        ProgressLine() as progress,
        processors(jobs),
    ):
        done = verify_branches(
            store,
            Repository.around(Path(store.campaign().root)),
            keys=keys,
            level=level,
            together=together,
            seconds=verify_seconds,
            told=lambda name: progress(0, 1, f"{level} of {name}"),
        )
    for each in done:
        _tell(each, level)
    if not all(each.is_sound for each in done):
        return EXIT_FINDINGS
    return EXIT_OK if all(each.is_proven for each in done) else EXIT_PARTIAL


def _tell(verified: Verified, level: str) -> None:
    from gofixmap.reports.lines import one_line

    word = {"build": "builds", "vet": "builds and vets", "test": "passes its tests"}[level]
    if not verified.is_sound:
        word = "FAILS"
    elif not verified.is_proven:
        word = "not proven"
    packages = {p for verdict in verified.verdicts.values() for p in verdict.packages}
    variants = [name for name in verified.verdicts if name]
    told = f"{word}, {len(packages)} package{'' if len(packages) == 1 else 's'}"
    click.echo(
        one_line(f"{verified.name}: {told}{' in ' if variants else ''}{', '.join(variants)}")
    )
    if verified.is_patch is not None:
        same = "is" if verified.is_patch else "is NOT"
        told = f"  {len(verified.merged)} branches merged: the tree {same} that of the one patch"
        click.echo(told)
    for name in verified.clashes:
        click.echo(one_line(f"  {name} does not merge behind those before it"))
    for name, verdict in verified.verdicts.items():
        label = f"{name}: " if name else ""
        for error in verdict.errors[:_MOST_ERRORS]:
            click.echo(one_line(f"  {label}{error}"))
        for what in verdict.unproven[:_MOST_ERRORS]:
            click.echo(one_line(f"  {label}not proven: {what}"))
