"""The patch of a run, with headings that say which fixes each hunk is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.model import Edit
from gofixmap.patch import FilePatch, Patch, changes_of, heading_for
from gofixmap.patch.create import diff_file
from gofixmap.patch.lines import split_lines
from gofixmap.review.places import Owners, codes, places
from gofixmap.review.units import Unit


class Named(Struct, frozen=True):
    """A patch with headings; `names` gives the labels of those units that it shows."""

    patch: Patch
    names: Mapping[int, tuple[str, ...]]


def named_patch(
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    units: Sequence[Unit],
    prefix: str = "",
    numbers: Sequence[int] = (),
) -> Named:
    """The patch that the units make together, its hunks named.

    Fixes are numbered in the order in which the patch shows them, or by `numbers`, one for each.
    Each change in it is of the same fixes throughout. The patch has paths with `prefix`, all else
    has them without.
    """
    edits = _edits(units)
    files: list[FilePatch] = []
    whose: list[list[frozenset[Owners]]] = []  # of each change of each file
    for path in sorted(after, key=lambda path: prefix + path):
        old, new = before.get(path), after[path]
        if old == new:
            continue
        found = places(old or b"", new, edits.get(path, {}))
        spelled = codes(found, len(split_lines(old or b"")))
        files.append(diff_file(prefix + path, old, new, spelled))
        whose.append([place.owners for place in found])
    bound = _bound(owners for file in whose for owners in file)
    shown = [[_all(owners, bound) for owners in file] for file in whose]
    order = dict.fromkeys(unit for file in shown for owners in file for unit in sorted(owners))
    names = {
        unit: tuple(
            f"{codemod}#{numbers[unit] if numbers else at}" for codemod in units[unit].codemods
        )
        for at, unit in enumerate(order, start=1)
    }
    headed = (_headed(file, each, names) for file, each in zip(files, shown, strict=True))
    return Named(Patch(tuple(headed)), names)


def _edits(units: Sequence[Unit]) -> dict[str, dict[Edit, Owners]]:
    """Each edit, by path, with the units that it is of."""
    found: dict[str, dict[Edit, Owners]] = {}
    for index, unit in enumerate(units):
        for edit in unit.fix.edits:
            owned = found.setdefault(edit.path, {})
            owned[edit] = owned.get(edit, frozenset()) | {index}
    return found


def _bound(changes: Iterable[frozenset[Owners]]) -> dict[int, frozenset[int]]:
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
    file: FilePatch, owners: Sequence[Owners], names: Mapping[int, tuple[str, ...]]
) -> FilePatch:
    hunks = []
    changes = iter(owners)
    number = {unit: at for at, unit in enumerate(names)}  # `names` has them in that order
    for hunk in file.hunks:
        shown = [sorted(next(changes), key=number.__getitem__) for _ in changes_of(hunk)]
        labels = [[label for unit in units for label in names[unit]] for units in shown]
        hunks.append(replace(hunk, heading=heading_for(labels) if all(labels) else ""))
    return replace(file, hunks=tuple(hunks))
