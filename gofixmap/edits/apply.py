"""Edits onto bytes: validation, application, and which fixes can go together.

All fixes are independent changes to one baseline. Equal edits of several fixes (the same import
added twice) are one edit; edits that share a byte, or that insert different texts at one offset,
are a conflict, and the later fix has to wait for another round. So are different fixes that claim
the same, and sections that overlap, see `Fix`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from gofixmap.errors import EditError
from gofixmap.model import Edit, Fix


class Conflict(Struct, frozen=True):
    """Fix number `fix` cannot be applied beside fix number `other`."""

    fix: int
    other: int
    path: str
    start: int
    claim: str = ""  # what both claim, where no edits meet


class Selection(Struct, frozen=True):
    """Which of some fixes go together: indices into the sequence that was asked about."""

    kept: tuple[int, ...]
    conflicts: tuple[Conflict, ...]


def validate(data: bytes, edits: Iterable[Edit]) -> None:
    """Raises EditError unless every edit lies inside `data` and on UTF-8 boundaries."""
    for edit in edits:
        if not 0 <= edit.start <= edit.end <= len(data):
            raise EditError(
                f"edit {edit.start}..{edit.end} lies outside the file of {len(data)} bytes",
                where=edit.path,
            )
        if _splits_character(data, edit.start) or _splits_character(data, edit.end):
            raise EditError(
                f"edit {edit.start}..{edit.end} splits a UTF-8 character", where=edit.path
            )
        try:
            edit.text.encode("utf-8")
        except UnicodeEncodeError:
            raise EditError("edit text is not valid Unicode", where=edit.path) from None


def _splits_character(data: bytes, offset: int) -> bool:
    return offset < len(data) and data[offset] & 0xC0 == 0x80


def merge(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits sorted by path and place, equal ones once; raises EditError on an overlap.

    Different insertions at one offset keep the order in which they were given: within one fix
    the author decides it. Between fixes they are a conflict, see `select`.
    """
    ordered = sorted(dict.fromkeys(edits), key=lambda edit: (edit.path, edit.start, edit.end))
    for left, right in pairwise(ordered):
        if left.path == right.path and _overlap(left, right):
            raise EditError(
                f"edits {left.start}..{left.end} and {right.start}..{right.end} overlap",
                where=left.path,
            )
    return tuple(ordered)


def _overlap(left: Edit, right: Edit) -> bool:
    """Whether two edits of one path, `left` first in order, share bytes or replace twice."""
    return right.start < left.end or (
        (left.start, left.end) == (right.start, right.end) and left.start < left.end
    )


def apply_edits(data: bytes, edits: Sequence[Edit]) -> bytes:
    """`data` with the edits of one file applied; raises EditError when they do not fit it."""
    merged = merge(edits)
    if merged and merged[0].path != merged[-1].path:
        raise EditError("edits of several files cannot be applied to one", where=merged[0].path)
    validate(data, merged)
    pieces: list[bytes] = []
    at = 0
    for edit in merged:
        pieces.append(data[at : edit.start])
        pieces.append(edit.text.encode("utf-8"))
        at = edit.end
    pieces.append(data[at:])
    return b"".join(pieces)


def by_path(fixes: Iterable[Fix]) -> dict[str, tuple[Edit, ...]]:
    """The merged edits of some fixes, by path; raises EditError on an overlap."""
    grouped: dict[str, list[Edit]] = {}
    for edit in merge(edit for fix in fixes for edit in fix.edits):
        grouped.setdefault(edit.path, []).append(edit)
    return {path: tuple(edits) for path, edits in grouped.items()}


def select(fixes: Sequence[Fix]) -> Selection:
    """The fixes that go together, earlier ones first, and a conflict for each of the others."""
    accepted: dict[str, _Occupied] = {}
    claimed: dict[str, int] = {}
    sections: dict[str, list[tuple[int, int, int]]] = {}  # start, end and fix, by path
    kept: list[int] = []
    conflicts: list[Conflict] = []
    for index, fix in enumerate(fixes):
        merge(fix.edits)
        clash = (
            _clash(accepted, fix, index)
            or _nested(sections, fixes, index)
            or _rival(claimed, fixes, index)
        )
        if clash is not None:
            conflicts.append(clash)
            continue
        kept.append(index)
        claimed.update(dict.fromkeys(fix.claims, index))
        for path, start, end in fix.sections:
            sections.setdefault(path, []).append((start, end, index))
        for edit in fix.edits:
            accepted.setdefault(edit.path, _Occupied()).add(edit, index)
    return Selection(tuple(kept), tuple(conflicts))


def _rival(claimed: Mapping[str, int], fixes: Sequence[Fix], index: int) -> Conflict | None:
    """An accepted fix that claims the same, told at the first edit of the later one.

    Fixes with the same edits are one change: they mean the same name.
    """
    own = fixes[index]
    for claim in sorted(own.claims & claimed.keys()):
        other = claimed[claim]
        if set(fixes[other].edits) != set(own.edits):
            first = min(own.edits)
            return Conflict(index, other, first.path, first.start, claim)
    return None


def _nested(
    sections: Mapping[str, list[tuple[int, int, int]]], fixes: Sequence[Fix], index: int
) -> Conflict | None:
    """An accepted fix with a section that shares code with one of this fix and is not the same."""
    own = fixes[index]
    for path, start, end in sorted(own.sections):
        for other_start, other_end, other in sections.get(path, ()):
            if other_start >= end or start >= other_end:
                continue
            is_same = (start, end) == (other_start, other_end)
            if not is_same or _edits_at(own, path, start, end) != _edits_at(
                fixes[other], path, start, end
            ):
                return Conflict(index, other, path, start)
    return None


def _edits_at(fix: Fix, path: str, start: int, end: int) -> set[Edit]:
    return {e for e in fix.edits if e.path == path and e.start <= end and start <= e.end}


def _clash(accepted: Mapping[str, _Occupied], fix: Fix, index: int) -> Conflict | None:
    for edit in fix.edits:
        occupied = accepted.get(edit.path)
        other = occupied.conflicting(edit) if occupied else None
        if other is not None:
            return Conflict(index, other, edit.path, edit.start)
    return None


class _Occupied:
    """The accepted edits of one file, sorted, each with the fix that owns it."""

    __slots__ = ("_keys", "_owners")

    def __init__(self) -> None:
        self._keys: list[tuple[int, int, str]] = []
        self._owners: list[int] = []

    def add(self, edit: Edit, owner: int) -> None:
        key = (edit.start, edit.end, edit.text)
        at = bisect_left(self._keys, key)
        if at < len(self._keys) and self._keys[at] == key:
            return
        self._keys.insert(at, key)
        self._owners.insert(at, owner)

    def conflicting(self, edit: Edit) -> int | None:
        """The owner of an accepted edit that `edit` cannot stand beside, None when there is none.

        Accepted edits do not overlap, so only the nearest on the left can reach over the start.
        """
        at = bisect_left(self._keys, (edit.start, -1, ""))
        if at > 0 and self._keys[at - 1][1] > edit.start:
            return self._owners[at - 1]
        for key, owner in zip(self._keys[at:], self._owners[at:], strict=True):
            if key[0] > edit.start and key[0] >= edit.end:
                return None
            if _blocks(key, edit):
                return owner
        return None


def _blocks(key: tuple[int, int, str], edit: Edit) -> bool:
    start, end, text = key
    if (start, end, text) == (edit.start, edit.end, edit.text):
        return False
    if start == end and edit.start == edit.end:
        return start == edit.start
    return start < edit.end and edit.start < end
