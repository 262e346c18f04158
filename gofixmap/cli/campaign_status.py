"""`gofixmap campaign status`: how far each owner and each shard is, and what is left over time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gofixmap.cli.campaign_options import open_store, state_option
from gofixmap.errors import EXIT_OK

if TYPE_CHECKING:
    from gofixmap.campaign.burndown import Point
    from gofixmap.campaign.model import Campaign, Entry
    from gofixmap.campaign.state import Store

_BAR = 40  # characters of the longest bar
_MOST_POINTS = 20


@click.command()
@state_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What stdout gets.",
)
@click.option(
    "--onto",
    metavar="REF",
    default="HEAD",
    show_default=True,
    help="The branch on which merged shards are looked for.",
)
def status(state: Path | None, style: str, onto: str) -> int:
    """Show how far a campaign is: by owner, by shard, and what is left over time.

    Shards whose changes REF has are merged, those that no longer fit it are in conflict.
    """
    from gofixmap.cli.output import print_bytes

    with open_store(state) as store:
        _refresh(store, onto)
        if style == "json":
            text = json.dumps(as_json(store), indent=2) + "\n"
            print_bytes(text.encode("ascii"))
        else:
            _print(store)
    return EXIT_OK


def _refresh(store: Store, onto: str) -> None:
    """What cannot be found out is told, and the status shown all the same."""
    from gofixmap.campaign.recognise import refresh
    from gofixmap.cli.output import say
    from gofixmap.errors import EnvironmentProblem
    from gofixmap.reports.lines import one_line

    try:
        with store.exclusive(seconds=0):
            refresh(store, onto)
    except EnvironmentProblem as problem:
        say(one_line(f"gofixmap: merged shards were not looked for: {problem}"))


def as_json(store: Store) -> dict[str, Any]:
    """The status, schema 1; times are seconds since 1970."""
    from gofixmap.campaign.burndown import burndown, by_owner

    campaign, entries = store.campaign(), store.entries()
    return {
        "schema": 1,
        "campaign": {
            "name": campaign.name,
            "root": campaign.root,
            "base_commit": campaign.base_commit,
            "by": campaign.by,
            "max_hunks": campaign.max_hunks,
            "verify": campaign.verify,
            "matrix": list(campaign.matrix),
        },
        "owners": [
            {
                "owners": list(row.owners),
                "shards": row.shards,
                "fixes": row.fixes,
                "hunks": row.hunks,
                "left": row.left,
                "states": _counts(row.states),
            }
            for row in by_owner(entries)
        ],
        "shards": [_shard(store, entry) for entry in entries],
        "burndown": [
            {
                "at": point.at,
                "left": point.left,
                "hunks": _counts(point.hunks),
                "shards": _counts(point.shards),
            }
            for point in burndown(store.log())
        ],
    }


def _counts(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(state): count for state, count in sorted(counts.items())}


def _shard(store: Store, entry: Entry) -> dict[str, Any]:
    shard, made = entry.shard, store.made(entry.shard.key)
    return {
        "key": shard.key,
        "title": shard.title,
        "state": str(entry.state),
        "reason": entry.reason,
        "since": entry.since,
        "owners": list(shard.owners),
        "straddles": shard.straddles,
        "codemods": list(shard.codemods),
        "paths": list(shard.paths),
        "fixes": len(shard.fixes),
        "hunks": shard.hunks,
        "proof": made.level if made is not None else "",
        "refused": [
            {"fix": refusal.fix, "reason": refusal.reason}
            for refusal in (made.refusals if made is not None else ())
        ],
    }


def _print(store: Store) -> None:
    from gofixmap.campaign.burndown import burndown
    from gofixmap.reports.lines import one_line

    campaign, entries = store.campaign(), store.entries()
    points = burndown(store.log(), most=_MOST_POINTS)
    for line in (
        *_heading(campaign, entries, points),
        "",
        *_table(_owner_rows(entries)),
        "",
        *_table(_shard_rows(entries)),
        *_bars(points),
    ):
        click.echo(one_line(line))


def _heading(
    campaign: Campaign, entries: Sequence[Entry], points: Sequence[Point]
) -> Iterator[str]:
    left = points[-1].left if points else 0
    total = sum(entry.shard.hunks for entry in entries)
    yield f"{campaign.name}: {len(entries)} shards by {campaign.by}, {left} of {total} hunks left"
    if campaign.base_commit:
        yield f"planned at commit {campaign.base_commit[:12]}"


def _owner_rows(entries: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    from gofixmap.campaign.burndown import by_owner
    from gofixmap.campaign.model import ShardState

    rows = by_owner(entries)
    states = [state for state in ShardState if any(row.states.get(state) for row in rows)]
    yield ("owner", "shards", "fixes", "hunks", "left", *map(str, states))
    for row in rows:
        counts = (str(row.states.get(state, "")) for state in states)
        numbers = map(str, (row.shards, row.fixes, row.hunks, row.left))
        yield (_named(row.owners), *numbers, *counts)


def _shard_rows(entries: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    yield ("shard", "state", "fixes", "hunks", "files", "")
    for entry in entries:
        shard = entry.shard
        told = entry.reason
        if shard.straddles:
            told = f"straddles owners{': ' if told else ''}{told}"
        counts = (len(shard.fixes), shard.hunks, len(shard.files))
        yield (shard.key, str(entry.state), *map(str, counts), told)


def _table(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as they need to be, numbers to the right."""
    cells = list(rows)
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    numeric = [
        all(row[at].isdigit() or not row[at] for row in cells[1:]) for at in range(len(widths))
    ]
    for row in cells:
        padded = (
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(row, widths, numeric, strict=True)
        )
        yield "  ".join(padded).rstrip()


def _bars(points: Sequence[Point]) -> Iterator[str]:
    """Hunks that are left, from the first plan to now: `#` to be run, `=` to be merged."""
    from gofixmap.campaign.model import SETTLED, WITH_PATCH

    highest = max((point.left for point in points), default=0)
    if not highest:
        return
    yield ""
    yield "hunks left (# to be run, = with a patch, to be merged)"
    by_minute = {_minute(point.at): point for point in points}  # the last of each
    for when, point in by_minute.items():
        ready = sum(point.hunks.get(state, 0) for state in WITH_PATCH - SETTLED)
        whole = round(_BAR * point.left / highest)
        width = min(whole, round(_BAR * ready / highest))
        bar = "#" * (whole - width) + "=" * width
        yield f"{when}  {point.left:>{len(str(highest))}}  {bar}".rstrip()


def _minute(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")


def _named(owners: Sequence[str]) -> str:
    return " ".join(owners) or "without an owner"
