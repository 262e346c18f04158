"""`gofixmap campaign run`: prove shards and keep their patches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.campaign_options import jobs_option, open_store, processors, state_option
from gofixmap.cli.options import VERIFY_LEVELS
from gofixmap.errors import EXIT_OK, EXIT_PARTIAL

if TYPE_CHECKING:
    from gofixmap.campaign.model import Entry


@click.command()
@state_option
@click.option("--shard", "keys", multiple=True, metavar="KEY", help="Only this shard (repeat).")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N shards.")
@click.option(
    "--verify",
    type=click.Choice(VERIFY_LEVELS),
    help="How fixes are proved.  [default: as the plan says]",
)
@click.option(
    "--verify-seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Stop proving a shard after N seconds; what is not proven by then is told.  [default:"
    " 600, or 1800 where tests run]",
)
@jobs_option
def run(
    state: Path | None,
    keys: Sequence[str],
    limit: int | None,
    verify: str | None,
    verify_seconds: float | None,
    jobs: int,
) -> int:
    """Prove the shards that are planned, one by one, and keep the patch of each.

    It can be stopped or killed at any time: the next run goes on. A shard is left out whose files
    have changed since they were analysed, or that cannot be proven, and the exit code is 3 then.
    Fixes that Go refuses are left out of the patch, with the reason.
    """
    from gofixmap.campaign.model import ShardState
    from gofixmap.campaign.run import run_shards
    from gofixmap.cli.output import ProgressLine, say
    from gofixmap.reports.lines import one_line

    with open_store(state) as store, ProgressLine() as progress, processors(jobs):

        def told(done: int, total: int, entry: Entry) -> None:
            progress(done, total, f"proving {one_line(entry.shard.key)}")

        def ended(entry: Entry) -> None:
            made = store.made(entry.shard.key)
            progress.clear()
            say(one_line(f"{entry.shard.key}: {_outcome(entry)}"))
            for refusal in made.refusals if made is not None else ():
                say(one_line(f"  {_label(entry, refusal.fix)}: {refusal.reason}"))

        worked = run_shards(
            store,
            keys=keys,
            limit=limit or 0,
            level=verify or "",
            seconds=verify_seconds,
            told=told,
            ended=ended,
        )
    counts = Counter(entry.state for entry in worked.entries)
    done = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    say(f"{done or 'nothing to run'}; {worked.left} left")
    return EXIT_PARTIAL if counts[ShardState.STALE] or worked.failed else EXIT_OK


def _outcome(entry: Entry) -> str:
    return f"{entry.state}: {entry.reason}" if entry.reason else str(entry.state)


def _label(entry: Entry, key: str) -> str:
    """A fix as the headings of hunks name it."""
    fix = next(fix for fix in entry.shard.fixes if fix.key == key)
    return " ".join(f"{name}#{fix.number}" for name in fix.codemods)
