"""The lines of a file that fixes replace, and whose the changes of a diff are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from gofixmap.model import Edit
from gofixmap.patch.lines import opcodes, split_lines

Owners = frozenset[int]  # which of some fixes


@dataclass(frozen=True, slots=True)
class Place:
    """Lines `first:end` of a file, from 0, that fixes replace; none where they only insert.

    `owners` holds a set for each edit here. Where they differ, the edits share lines, and none of
    the fixes can be left out of a diff without the others.
    """

    first: int
    end: int
    owners: frozenset[Owners]

    def distance(self, first: int, end: int) -> int:
        """How many lines lie between this place and some others; -1 where they share one."""
        if self.first < end and first < self.end:
            return -1
        return max(first - self.end, self.first - end, 0)


def places(data: bytes, edits: Mapping[Edit, Owners]) -> list[Place]:
    """Where the edits of one file, each with its owners, change lines; sorted."""
    lines = split_lines(data)
    starts = [0, *accumulate(map(len, lines))]
    found: list[Place] = []
    for first, end, cluster in _clusters(data, starts, edits):
        new = split_lines(_replaced(data, starts[first], starts[end], cluster))
        owners = frozenset(edits[edit.given] for edit in cluster)
        for tag, i, i_end, _, _ in opcodes(lines[first:end], new):
            if tag != "equal":
                found.append(Place(first + i, first + i_end, owners))
    return found


def owners_of(
    changes: Sequence[tuple[int, int]], places: Sequence[Place]
) -> list[frozenset[Owners]]:
    """Whose each change of a diff is, given as the lines of the old file that it replaces.

    A diff may show an insertion a few lines off, and the layout of lines beside an edit may change
    with it; what nothing else explains belongs to the nearest.
    """
    found: list[set[Owners]] = [set() for _ in changes]
    if not changes:
        return []
    for place in places:
        near = [place.distance(*change) for change in changes]
        best = min(near)
        for index, distance in enumerate(near):
            if distance == best and (distance <= 0 or index == near.index(best)):
                found[index] |= place.owners
    for index, change in enumerate(changes):
        if not found[index] and places:
            found[index] |= min(places, key=lambda place: place.distance(*change)).owners
    return [frozenset(owners) for owners in found]


@dataclass(frozen=True, slots=True)
class _Edit:
    """An edit, perhaps told differently: an insertion behind a line as one before the next."""

    given: Edit
    start: int
    end: int
    text: bytes


def _told(data: bytes, edit: Edit) -> _Edit:
    text = edit.text.encode("utf-8")
    for ending in (b"\r\n", b"\n"):
        if edit.start == edit.end and text.startswith(ending):
            if data.startswith(ending, edit.start):
                at = edit.start + len(ending)
                return _Edit(edit, at, at, text[len(ending) :] + ending)
            break
    return _Edit(edit, edit.start, edit.end, text)


def _clusters(
    data: bytes, starts: Sequence[int], edits: Mapping[Edit, Owners]
) -> Iterator[tuple[int, int, list[_Edit]]]:
    """Edits that share a line, with the lines that they touch together."""
    told = sorted((_told(data, edit) for edit in edits), key=lambda e: (e.start, e.end))
    first = end = -1
    cluster: list[_Edit] = []
    for edit in told:
        low, high = _lines(starts, edit)
        if cluster and low < end:
            cluster.append(edit)
            end = max(end, high)
            continue
        if cluster:
            yield first, end, cluster
        first, end, cluster = low, high, [edit]
    if cluster:
        yield first, end, cluster


def _lines(starts: Sequence[int], edit: _Edit) -> tuple[int, int]:
    """The lines that an edit touches; none where it inserts whole lines."""
    count = len(starts) - 1
    low = min(bisect_right(starts, edit.start) - 1, count)
    at = bisect_left(starts, edit.end)
    whole = starts[low] == edit.start and at <= count and starts[at] == edit.end
    if whole and (not edit.text or edit.text.endswith(b"\n")):
        return low, at
    return low, min(bisect_right(starts, edit.end), count)


def _replaced(data: bytes, start: int, end: int, edits: Sequence[_Edit]) -> bytes:
    pieces: list[bytes] = []
    for edit in edits:
        pieces += (data[start : edit.start], edit.text)
        start = edit.end
    return b"".join((*pieces, data[start:end]))
