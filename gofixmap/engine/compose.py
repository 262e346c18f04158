"""Edits of several rounds, told as edits of the file on disk.

A round's edits are offsets into the text that the rounds before it left. `Composition` keeps, for
one file, non-overlapping segments (a range of the original bytes and the text that replaces it),
each with the fixes that own it. A later edit that touches no segment becomes a segment of its own;
one that touches some is fused with them, and the owners of a fused segment stand or fall together
(`Groups`). So each applied fix has edits relative to the disk, equal ones are shared, and the sum
of all of them is exactly the text of the last round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from gofixmap.model import Edit
from gofixmap.text import Span


class Segment(Struct):
    """`text` stands for the original bytes `start:end`; `owners` are ids of fixes."""

    start: int
    end: int
    text: bytes
    owners: frozenset[int]
    fused: bool = False


class _Placed(Struct, frozen=True):
    """A segment and the range of the current bytes that its text takes."""

    segment: Segment
    at: int
    end: int


class Composition:
    """The segments of one file, sorted; `original` are the bytes on disk."""

    def __init__(self, path: str, original: bytes) -> None:
        self.path = path
        self.original = original
        self.segments: list[Segment] = []

    def current(self) -> bytes:
        """The original bytes with every segment's text in place."""
        pieces: list[bytes] = []
        at = 0
        for segment in self.segments:
            pieces += (self.original[at : segment.start], segment.text)
            at = segment.end
        return b"".join((*pieces, self.original[at:]))

    def edits(self) -> tuple[Edit, ...]:
        """The segments, in order, as edits of the original."""
        return tuple(Edit(self.path, s.start, s.end, s.text.decode("utf-8")) for s in self.segments)

    def apply(self, edits: Mapping[Edit, frozenset[int]]) -> None:
        """Adds one round: edits of the current bytes with their owners, not overlapping."""
        current = self.current()
        placed = self._placed()
        fused: set[int] = set()
        added: list[Segment] = []
        for cluster in _clusters(sorted(edits, key=lambda e: (e.start, e.end)), placed):
            fused.update(range(cluster.low, cluster.high))
            added.append(self._segment(cluster, placed, current, edits))
        kept = [each.segment for i, each in enumerate(placed) if i not in fused]
        self.segments = sorted((*kept, *added), key=lambda s: (s.start, s.end))

    def _segment(
        self,
        cluster: _Cluster,
        placed: Sequence[_Placed],
        current: bytes,
        owners: Mapping[Edit, frozenset[int]],
    ) -> Segment:
        old = placed[cluster.low : cluster.high]
        start = min([cluster.edits[0].start, *(each.at for each in old)])
        end = max([*(edit.end for edit in cluster.edits), *(each.end for each in old)])
        span = self._original_span(placed, Span(start, end))
        return Segment(
            min([span.start, *(each.segment.start for each in old)]),
            max([span.end, *(each.segment.end for each in old)]),
            _replaced(current, start, end, cluster.edits),
            frozenset().union(
                *(owners[edit] for edit in cluster.edits), *(each.segment.owners for each in old)
            ),
            fused=bool(old),
        )

    def _placed(self) -> list[_Placed]:
        placed: list[_Placed] = []
        shift = 0
        for segment in self.segments:
            at = segment.start + shift
            placed.append(_Placed(segment, at, at + len(segment.text)))
            shift += len(segment.text) - (segment.end - segment.start)
        return placed

    def drop(self, owners: frozenset[int]) -> None:
        """Takes fixes back. Callers drop whole groups, so a fused segment goes as a whole."""
        kept: list[Segment] = []
        for segment in self.segments:
            left = segment.owners - owners
            if left:
                segment.owners = left
                kept.append(segment)
        self.segments = kept

    def original_span(self, span: Span) -> Span:
        """Where a span of the current bytes lies on disk; text that is new counts as its range."""
        return self._original_span(self._placed(), span)

    def _original_span(self, placed: Sequence[_Placed], span: Span) -> Span:
        start, end = _original(placed, span.start, 0), _original(placed, span.end, 1)
        return Span(start, max(start, end))

    def current_span(self, span: Span) -> Span | None:
        """Where a name of the original stands now.

        None where a fix has written over it, unless it has written the same name once.
        """
        shift = 0
        for segment in self.segments:
            if segment.start >= span.end:
                break
            if segment.end > span.start:
                return _once(segment.text, span.of(self.original), segment.start + shift)
            shift += len(segment.text) - (segment.end - segment.start)
        return Span(span.start + shift, span.end + shift)

    def original_edit(self, edit: Edit) -> Edit | None:
        """The same edit of the original; None where it touches text that a fix has written."""
        placed = self._placed()
        if any(_touch(edit, each) for each in placed):
            return None
        span = self._original_span(placed, edit.span)
        return Edit(edit.path, span.start, span.end, edit.text)


def _once(text: bytes, name: bytes, start: int) -> Span | None:
    """The place of a word in a text that begins at `start`; None where it is not there once."""
    found = [*re.finditer(rb"(?<![\w\x80-\xff])%s(?![\w\x80-\xff])" % re.escape(name), text)]
    return Span(start + found[0].start(), start + found[0].end()) if len(found) == 1 else None


def _original(placed: Sequence[_Placed], offset: int, side: int) -> int:
    """The offset on disk of an offset in the current bytes; `side` 0 for a start, 1 for an end."""
    shift = 0
    for each in placed:
        if offset < each.at + side:
            break
        if offset < each.end + side:
            return each.segment.end if side else each.segment.start
        shift = each.end - each.segment.end
    return offset - shift


def _touch(edit: Edit, placed: _Placed) -> bool:
    return placed.at <= edit.end and edit.start <= placed.end


class _Cluster(Struct):
    """Edits of one round that become one segment, with the old segments `low:high` they touch."""

    edits: list[Edit]
    low: int
    high: int


def _clusters(edits: Sequence[Edit], placed: Sequence[_Placed]) -> list[_Cluster]:
    """Edits that touch a common old segment belong together; all others stand alone."""
    clusters: list[_Cluster] = []
    for edit in edits:
        touched = [index for index, each in enumerate(placed) if _touch(edit, each)]
        low, high = (touched[0], touched[-1] + 1) if touched else (0, 0)
        last = next((c for c in reversed(clusters) if c.high), None)
        if touched and last is not None and low < last.high:
            last.edits.append(edit)
            last.high = max(last.high, high)
        else:
            clusters.append(_Cluster([edit], low, high))
    return clusters


def _replaced(data: bytes, start: int, end: int, edits: Sequence[Edit]) -> bytes:
    pieces: list[bytes] = []
    for edit in edits:
        pieces += (data[start : edit.start], edit.text.encode("utf-8"))
        start = edit.end
    return b"".join((*pieces, data[start:end]))


class Groups:
    """Which fixes stand or fall together: those that own one fused segment."""

    def __init__(self, compositions: Iterable[Composition]) -> None:
        self._group: dict[int, set[int]] = {}
        for composition in compositions:
            for segment in composition.segments:
                if segment.fused:
                    self._join(segment.owners)

    def _join(self, owners: frozenset[int]) -> None:
        joined: set[int] = set().union(*(self._group.get(owner, {owner}) for owner in owners))
        for owner in joined:
            self._group[owner] = joined

    def of(self, owner: int) -> frozenset[int]:
        """The fixes that go with this one, itself included."""
        return frozenset(self._group.get(owner, {owner}))

    def closure(self, owners: Iterable[int]) -> frozenset[int]:
        return frozenset().union(*(self.of(owner) for owner in owners))
