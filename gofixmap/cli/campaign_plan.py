"""`gofixmap campaign plan`: find all fixes and cut them into shards; again as the tree moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gofixmap.cli.campaign_options import state_of, state_option
from gofixmap.cli.executor import executing, executor_option
from gofixmap.cli.options import (
    VERIFY_LEVELS,
    PathName,
    TreeName,
    codemod_option,
    ignore_option,
    matrix_option,
    select_option,
)
from gofixmap.errors import EXIT_OK, EXIT_PARTIAL, UsageError

if TYPE_CHECKING:
    from gofixmap.campaign.model import Campaign
    from gofixmap.campaign.plan import Planned
    from gofixmap.campaign.state import Store

_MOST_NAMED = 5


@click.command()
@click.argument("paths", nargs=-1, type=TreeName())
@state_option
@click.option("--name", metavar="TEXT", help="What it is called.  [default: the folder's name]")
@click.option(
    "--by",
    type=click.Choice(["owner", "module", "directory", "hunks"]),
    help="What the fixes of one shard have in common; owners are those of CODEOWNERS."
    "  [default: owner]",
)
@click.option(
    "--max-hunks",
    type=click.IntRange(min=1),
    metavar="N",
    help="Begin another shard rather than have more hunks in one.  [default: no limit; by hunks"
    " 50]",
)
@select_option
@ignore_option
@click.option(
    "--safety",
    type=click.Choice(["safe", "review", "target"]),
    help="The highest tier that is applied.  [default: safe, or as the configuration says]",
)
@click.option(
    "--target", "targets", multiple=True, metavar="SYMBOL", help="A name to work on (repeat)."
)
@codemod_option
@click.option(
    "--verify", type=click.Choice(VERIFY_LEVELS), help="How run proves shards.  [default: auto]"
)
@matrix_option
@click.option(
    "--config",
    type=PathName(),
    metavar="FILE",
    help="Use this configuration instead of the nearest .gofixmap.toml.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes to use; 0 means one per processor.",
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@executor_option
def plan(
    paths: Sequence[Path],
    state: Path | None,
    jobs: int,
    no_cache: bool,
    executor: str | None,
    **settings: Any,  # noqa: ANN401 - as click gives them
) -> int:
    """Find all fixes in PATHS, by default the current folder, and cut them into shards.

    Nothing is written into the tree. Where there is a plan already it is made again: options that
    are not given stay as they were, and so do shards whose files have not changed.
    """
    from gofixmap.campaign.plan import make_plan
    from gofixmap.campaign.state import Store, forget_empty
    from gofixmap.cli.output import ProgressLine

    place = state_of(state, paths)
    is_new = not place.exists()
    try:
        with (
            Store(place, create=True) as store,
            ProgressLine() as progress,
            executing(executor, jobs) as (factory, count),
        ):
            campaign = _campaign(store, paths, settings)
            planned = make_plan(
                store,
                campaign,
                jobs=count,
                progress=progress,
                executor=factory,
                use_cache=not no_cache,
            )
            is_new = False
    finally:
        if is_new:
            forget_empty(place)
    _tell(planned, place)
    return EXIT_PARTIAL if planned.problems else EXIT_OK


def _campaign(store: Store, paths: Sequence[Path], settings: Mapping[str, Any]) -> Campaign:
    """The campaign that there is, with what is given on the command line; or a new one."""
    from msgspec.structs import replace

    from gofixmap.campaign.model import By, Campaign
    from gofixmap.campaign.place import root_of

    if store.is_planned:
        campaign = store.campaign()
    else:
        root = root_of(paths)
        campaign = Campaign(settings["name"] or root.name or "root", str(root), "")
    given = {name: value for name, value in settings.items() if value}
    if paths or not store.is_planned:
        given["paths"] = _relative(campaign.root, paths or (Path(),))
    if "by" in given:
        given["by"] = By(given["by"])
    if "options" in given:
        given["options"] = tuple(sorted(given["options"].items()))
    if "config" in given:
        given["config"] = str(given["config"].absolute())
    for name in ("targets", "matrix"):
        if name in given:
            given[name] = tuple(given[name])
    return replace(campaign, **given)


def _relative(root: str, paths: Sequence[Path]) -> tuple[str, ...]:
    """The paths as seen from the root of the workspace. Raises UsageError for one outside."""
    found: list[str] = []
    for path in paths:
        real = path.resolve()
        if not real.is_relative_to(root):
            raise UsageError(f"lies outside of the campaign's {root}", where=str(path))
        below = real.relative_to(root).as_posix()
        found.append("" if below == "." else below)
    return tuple(sorted(set(found)))


def _tell(planned: Planned, place: Path) -> None:
    from gofixmap.cli.output import say
    from gofixmap.reports.lines import one_line

    for line in _lines(planned, place):
        say(one_line(line))


def _lines(planned: Planned, place: Path) -> Iterator[str]:
    for problem in planned.problems:
        yield f"gofixmap: {problem.path}: {problem.what}"
    if planned.refused:
        yield f"gofixmap: go.work: Go refuses it and proves nothing of it: {planned.refused}"
    if planned.owners is not None:
        yield from _some(planned.owners.problems, "lines of it")
    yield from planned.lost
    yield from _some([f"{path} has uncommitted changes" for path in planned.dirty], "files")
    live = [entry for entry in planned.entries if entry.state not in ("merged", "gone")]
    fixes = sum(len(entry.shard.fixes) for entry in live)
    hunks = sum(entry.shard.hunks for entry in live)
    yield f"{len(live)} shards with {fixes} fixes in {hunks} hunks by {planned.campaign.by}"
    straddling = [entry.shard for entry in live if entry.shard.straddles]
    yield from _some(
        [f"{shard.key} straddles owners: {_named(shard.owners)}" for shard in straddling], "shards"
    )
    if planned.is_again:
        counts = Counter(planned.changed.values())
        told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        yield f"changed since the last plan: {told or 'nothing'}"
    yield f"state: {place}"


def _named(owners: Sequence[str]) -> str:
    return ", ".join(owners) or "nobody"


def _some(lines: Sequence[str], what: str) -> Iterator[str]:
    """The first few, and how many there are more."""
    yield from lines[:_MOST_NAMED]
    if len(lines) > _MOST_NAMED:
        yield f"... and {len(lines) - _MOST_NAMED} more {what}"
