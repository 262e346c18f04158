"""How much of a campaign is left, over time: the log of changes, summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from gofixmap.campaign.model import SETTLED, Change, Entry, ShardState


class Point(Struct, frozen=True):
    """How it stood at a time: hunks and shards by state."""

    at: float  # seconds since 1970
    hunks: dict[ShardState, int]
    shards: dict[ShardState, int]

    @property
    def left(self) -> int:
        """Hunks that somebody has yet to merge, or to give up."""
        return sum(count for state, count in self.hunks.items() if state not in SETTLED)


class Row(Struct, frozen=True):
    """The shards that have the same owners."""

    owners: tuple[str, ...]
    shards: int
    fixes: int
    hunks: int
    states: dict[ShardState, int]  # how many shards are in each
    left: int  # hunks


def burndown(log: Iterable[Change], most: int = 0) -> list[Point]:
    """A point for each second in which something changed.

    With `most` only so many are kept, spread evenly over the time, the first and the last among
    them.
    """
    hunks: Counter[ShardState] = Counter()
    shards: Counter[ShardState] = Counter()
    size: dict[str, int] = {}
    points: list[Point] = []
    for change in log:
        if change.old is not None:
            hunks[change.old] -= size.get(change.shard, 0)
            shards[change.old] -= 1
        size[change.shard] = change.hunks
        hunks[change.new] += change.hunks
        shards[change.new] += 1
        point = Point(change.at, _positive(hunks), _positive(shards))
        if points and int(points[-1].at) == int(change.at):
            points[-1] = point
        else:
            points.append(point)
    return _spread(points, most) if 0 < most < len(points) else points


def by_owner(entries: Sequence[Entry]) -> list[Row]:
    """One row for each choice of owners, those with most left first."""
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.shard.owners, []).append(entry)
    rows = [_row(owners, group) for owners, group in groups.items()]
    return sorted(rows, key=lambda row: (-row.left, row.owners))


def _row(owners: tuple[str, ...], entries: Sequence[Entry]) -> Row:
    return Row(
        owners=owners,
        shards=len(entries),
        fixes=sum(len(entry.shard.fixes) for entry in entries),
        hunks=sum(entry.shard.hunks for entry in entries),
        states=dict(Counter(entry.state for entry in entries)),
        left=sum(entry.shard.hunks for entry in entries if entry.state not in SETTLED),
    )


def _positive(counts: Counter[ShardState]) -> dict[ShardState, int]:
    return {state: counts[state] for state in ShardState if counts[state] > 0}


def _spread(points: Sequence[Point], most: int) -> list[Point]:
    """The latest point at each of `most` times between the first and the last one."""
    first, last = points[0].at, points[-1].at
    kept: dict[int, Point] = {}
    for point in points:
        kept[round((point.at - first) / ((last - first) or 1) * (most - 1))] = point
    return list(kept.values())
