"""The patch of a run, with headings that say which fixes each hunk is of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gofixmap.model import Edit
from gofixmap.patch import FilePatch, Hunk, Patch, changes_of, heading_for
from gofixmap.review.places import Owners, owners_of, places
from gofixmap.review.units import Unit


@dataclass(frozen=True, slots=True)
class Named:
    """A patch with headings; `names` gives the labels of those units that it shows."""

    patch: Patch
    names: Mapping[int, tuple[str, ...]]


def with_headings(
    patch: Patch, units: Sequence[Unit], before: Mapping[str, bytes], prefix: str = ""
) -> Named:
    """The patch from `before` that the units make together, its hunks named.

    Fixes are numbered in the order in which the patch shows them. `before` and the units have
    paths without `prefix`, the patch has them with it.
    """
    edits = _edits(units)
    whose = [
        _owners(file, before, edits.get(file.path.removeprefix(prefix), {}), prefix)
        for file in patch
    ]
    bound = _bound(owners for file in whose for hunk in file for owners in hunk)
    shown = [
        [[_all(owners, bound) for owners in hunk] for hunk in file] for file in whose
    ]  # fixes that cannot be told apart go together wherever one of them is shown
    order = dict.fromkeys(
        unit for file in shown for hunk in file for owners in hunk for unit in sorted(owners)
    )
    names = {
        unit: tuple(f"{codemod}#{number}" for codemod in units[unit].codemods)
        for number, unit in enumerate(order, start=1)
    }
    files = tuple(_headed(file, each, names) for file, each in zip(patch, shown, strict=True))
    return Named(Patch(files), names)


def _edits(units: Sequence[Unit]) -> dict[str, dict[Edit, Owners]]:
    """Each edit, by path, with the units that it is of."""
    found: dict[str, dict[Edit, Owners]] = {}
    for index, unit in enumerate(units):
        for edit in unit.fix.edits:
            owned = found.setdefault(edit.path, {})
            owned[edit] = owned.get(edit, frozenset()) | {index}
    return found


def _owners(
    file: FilePatch, before: Mapping[str, bytes], edits: Mapping[Edit, Owners], prefix: str
) -> list[list[frozenset[Owners]]]:
    """For each change of each hunk the owners of the edits that it shows."""
    counts = [sum(1 for _ in changes_of(hunk)) for hunk in file.hunks]
    old = [change for hunk in file.hunks for change in _old_lines(hunk)]
    data = before.get(file.path.removeprefix(prefix), b"")
    flat = iter(owners_of(old, places(data, edits)))
    return [[next(flat) for _ in range(count)] for count in counts]


def _old_lines(hunk: Hunk) -> Iterator[tuple[int, int]]:
    """The lines of the old file, from 0, that each change of a hunk replaces."""
    start = hunk.source_start - 1 if hunk.source else hunk.source_start
    for first, end in changes_of(hunk):
        low = start + sum(line.kind != "+" for line in hunk.lines[:first])
        yield low, low + sum(line.kind == "-" for line in hunk.lines[first:end])


def _bound(changes: Iterator[frozenset[Owners]]) -> dict[int, frozenset[int]]:
    """The units that some change shows together, for each of them."""
    groups: dict[int, frozenset[int]] = {}
    for owners in changes:
        if len(owners) > 1:
            joined = _all(owners, groups)
            groups.update(dict.fromkeys(joined, joined))
    return groups


def _all(owners: frozenset[Owners], bound: Mapping[int, frozenset[int]]) -> frozenset[int]:
    units = frozenset[int]().union(*owners)
    return units.union(*(bound.get(unit, frozenset()) for unit in units))


def _headed(
    file: FilePatch, owners: Sequence[Sequence[Owners]], names: Mapping[int, tuple[str, ...]]
) -> FilePatch:
    hunks = []
    for hunk, changes in zip(file.hunks, owners, strict=True):
        # `names` has the units in the order of their numbers.
        labels = [
            [label for unit, own in names.items() if unit in units for label in own]
            for units in changes
        ]
        heading = heading_for(labels) if labels and all(labels) else ""
        hunks.append(replace(hunk, heading=heading))
    return replace(file, hunks=tuple(hunks))
