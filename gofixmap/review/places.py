"""Which lines of a file fixes replace by which, and whose they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.engine.compose import Composition, Segment
from gofixmap.model import Edit
from gofixmap.patch.lines import Opcode, opcodes, split_lines

Owners = frozenset[int]  # which of some fixes


class Place(Struct, frozen=True):
    """Lines `first:end` of the old file, from 0, and the lines of the new one in their place.

    `owners` holds a set for each edit here. Where they differ, the edits share lines, and none of
    the fixes can be left out without the others.
    """

    first: int
    end: int
    new_first: int
    new_end: int
    owners: frozenset[Owners]

    @property
    def code(self) -> Opcode:
        removed, added = self.end > self.first, self.new_end > self.new_first
        tag = "replace" if removed and added else "delete" if removed else "insert"
        return tag, self.first, self.end, self.new_first, self.new_end

    def joined(self, other: Place) -> Place:
        """This place and the one right behind it as one."""
        owners = self.owners | other.owners
        return replace(self, end=other.end, new_end=other.new_end, owners=owners)


def places(before: bytes, after: bytes, edits: Mapping[Edit, Owners]) -> list[Place]:
    """All changes of a file, in order, given its edits with the fixes that each of them is of.

    What else changes, such as the columns of the lines beside an edit, belongs to the edit that it
    touches, and otherwise to the nearest one. Neighbours are joined where a diff cannot show
    their border.
    """
    sets = list(dict.fromkeys(edits.values()))
    try:
        segments = _segments(before, after, edits, sets)
    except UnicodeDecodeError:  # lines that no edit can hold; nothing is told apart then
        every = frozenset(sets)
        codes = opcodes(split_lines(before), split_lines(after))
        return [Place(*code[1:], every) for code in codes if code[0] != "equal"]
    return _visible(_owned(list(_places(before, segments, sets))))


def codes(places: Sequence[Place], old_lines: int) -> list[Opcode]:
    """The places, and the lines between them that stay, as a diff has them."""
    found: list[Opcode] = []
    at = new = 0
    for place in places:
        if place.first > at:
            found.append(("equal", at, place.first, new, place.new_first))
        found.append(place.code)
        at, new = place.end, place.new_end
    if old_lines > at:
        found.append(("equal", at, old_lines, new, new + old_lines - at))
    return found


def _segments(
    before: bytes, after: bytes, edits: Mapping[Edit, Owners], sets: Sequence[Owners]
) -> list[Segment]:
    """The edits, and what else has changed, as pieces of the old file; owners number `sets`."""
    file = Composition("", before)
    number = {owners: frozenset({at}) for at, owners in enumerate(sets)}
    file.apply({edit: number[owners] for edit, owners in edits.items()})
    file.apply(dict.fromkeys(_line_edits(file.current(), after), frozenset()))
    return file.segments


def _line_edits(before: bytes, after: bytes) -> Iterator[Edit]:
    if before == after:
        return
    old, new = split_lines(before), split_lines(after)
    starts = [0, *accumulate(map(len, old))]
    for tag, i, i_end, j, j_end in opcodes(old, new):
        if tag != "equal":
            yield Edit("", starts[i], starts[i_end], b"".join(new[j:j_end]).decode("utf-8"))


def _places(before: bytes, segments: Sequence[Segment], sets: Sequence[Owners]) -> Iterator[Place]:
    lines = split_lines(before)
    starts = [0, *accumulate(map(len, lines))]
    shift = 0
    for first, end, cluster in _clusters(before, starts, segments):
        new = split_lines(_replaced(before, starts[first], starts[end], cluster))
        owners = frozenset(sets[number] for segment in cluster for number in segment.owners)
        for tag, i, i_end, j, j_end in opcodes(lines[first:end], new):
            if tag != "equal":
                at = first + shift
                yield Place(first + i, first + i_end, at + j, at + j_end, owners)
        shift += len(new) - (end - first)


def _clusters(
    data: bytes, starts: Sequence[int], segments: Sequence[Segment]
) -> Iterator[tuple[int, int, list[Segment]]]:
    """Segments that share a line, with the lines that they touch together."""
    ordered = sorted(segments, key=lambda each: (each.start, each.end))
    limits = [*(each.start for each in ordered[1:]), len(data) + 1]
    told = [_told(data, each, limit) for each, limit in zip(ordered, limits, strict=True)]
    count = len(starts) - 1
    done = 0
    while done < len(told):
        (first, end), cluster = _lines(data, starts, told[done]), [told[done]]
        while True:
            at = done + len(cluster)
            following = told[at] if at < len(told) else None
            if following is not None and _lines(data, starts, following)[0] < end:
                cluster.append(following)
                end = max(end, _lines(data, starts, following)[1])
            elif end < count and _is_open(_replaced(data, starts[first], starts[end], cluster)):
                end += 1  # what is left of the last line is one with the next
            else:
                break
        yield first, end, cluster
        done += len(cluster)


def _is_open(text: bytes) -> bool:
    return bool(text) and not text.endswith(b"\n")


def _told(data: bytes, segment: Segment, limit: int) -> Segment:
    """An insertion behind a line as one before the next, if no other segment comes so early."""
    for ending in (b"\r\n", b"\n"):
        if segment.start == segment.end and segment.text.startswith(ending):
            if data.startswith(ending, segment.start):
                at = segment.start + len(ending)
                if at >= limit:
                    break
                text = segment.text[len(ending) :] + ending
                return Segment(at, at, text, segment.owners)
            break
    return segment


def _lines(data: bytes, starts: Sequence[int], segment: Segment) -> tuple[int, int]:
    """The lines that a segment touches; none where it inserts whole lines."""
    count = len(starts) - 1
    low = min(bisect_right(starts, segment.start) - 1, count)
    if low == count and _is_open(data):  # behind the last line, which has no ending, is in it
        return count - 1, count
    at = bisect_left(starts, segment.end)
    whole = starts[low] == segment.start and at <= count and starts[at] == segment.end
    if whole and (not segment.text or segment.text.endswith(b"\n")):
        return low, at
    return low, min(bisect_right(starts, segment.end), count)


def _replaced(data: bytes, start: int, end: int, segments: Sequence[Segment]) -> bytes:
    pieces: list[bytes] = []
    for segment in segments:
        pieces += (data[start : segment.start], segment.text)
        start = segment.end
    return b"".join((*pieces, data[start:end]))


def _owned(found: list[Place]) -> list[Place]:
    """Gives what belongs to no edit to the nearest one."""
    owned = [place for place in found if place.owners]
    return [
        place
        if place.owners or not owned
        else replace(place, owners=min(owned, key=lambda o: _apart(o, place)).owners)
        for place in found
    ]


def _apart(one: Place, other: Place) -> int:
    return max(one.first - other.end, other.first - one.end)


def _visible(found: Sequence[Place]) -> list[Place]:
    """Joins neighbours of the same fixes, and those whose border a diff cannot show.

    It shows that the first has added lines where the next one removes some.
    """
    joined: list[Place] = []
    for place in found:
        last = joined[-1] if joined else None
        if last is None or last.end < place.first or _is_border(last, place):
            joined.append(place)
        else:
            joined[-1] = last.joined(place)
    return joined


def _is_border(last: Place, place: Place) -> bool:
    is_shown = last.new_end > last.new_first and place.end > place.first
    return is_shown and last.owners != place.owners
