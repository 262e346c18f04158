"""Which fix wrote a line: edits of the baseline seen from the text that they make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from gofixmap.edits import apply_edits, by_path
from gofixmap.model import Edit, Fix
from gofixmap.text import LineIndex

_NOBODY: frozenset[int] = frozenset()


class _Written(Struct, frozen=True):
    """Lines `first` to `last` of the new text, and the fixes that wrote them."""

    first: int
    last: int
    owners: frozenset[int]


class Authors:
    """The authors of the lines of some files, for one choice of fixes."""

    def __init__(
        self, baseline: Mapping[str, bytes], fixes: Sequence[Fix], kept: Collection[int]
    ) -> None:
        owners: dict[Edit, set[int]] = {}
        for index in kept:
            for edit in fixes[index].edits:
                owners.setdefault(edit, set()).add(index)
        self._written = {
            path: _written(baseline[path], edits, owners)
            for path, edits in by_path(fixes[index] for index in kept).items()
        }

    def of(self, path: str, line: int) -> frozenset[int]:
        """The fixes that wrote a line (counted from 1); empty for a line that is as it was."""
        written = self._written.get(path, ())
        at = bisect_right(written, line, key=lambda each: each.first)
        found = _NOBODY
        for each in written[max(at - 4, 0) : at]:  # neighbours may share their border line
            if each.first <= line <= each.last:
                found |= each.owners
        return found

    def in_file(self, path: str) -> frozenset[int]:
        """The fixes that changed a file."""
        return frozenset().union(*(each.owners for each in self._written.get(path, ())))


def _written(data: bytes, edits: Sequence[Edit], owners: Mapping[Edit, set[int]]) -> list[_Written]:
    after = LineIndex(apply_edits(data, edits))
    written: list[_Written] = []
    shift = 0
    for edit in edits:
        text = edit.text.encode("utf-8")
        start = edit.start + shift
        first, last = after.line_of(start), after.line_of(start + len(text))
        if text.endswith(b"\n") and last > first:
            last -= 1
        written.append(_Written(first, last, frozenset(owners[edit])))
        shift += len(text) - (edit.end - edit.start)
    return written
