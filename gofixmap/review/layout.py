"""What there is to decide in a patch: its hunks, the changes in them, and the fixes of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gofixmap.patch import Hunk, Patch, changes_of, codemod_of, labels_of


@dataclass(frozen=True, slots=True)
class Change:
    """Lines `first:end` of a hunk, none of them context, and the names of the fixes they are of.

    A change of several fixes is one that each of them needs, such as an import.
    """

    first: int
    end: int
    fixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A hunk, where it stands in the patch, and its changes in order."""

    path: str
    file: int
    hunk: Hunk
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NamedFix:
    """`name` is how a reviewer knows it: `map-mutex#5`. `places` are (part, change) numbers."""

    name: str
    codemods: frozenset[str]
    places: tuple[tuple[int, int], ...]
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    patch: Patch
    parts: tuple[Part, ...]
    fixes: Mapping[str, NamedFix]


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a fix beyond its name."""

    title: str = ""
    notes: tuple[str, ...] = ()


def layout_of(patch: Patch, about: Mapping[str, About] | None = None) -> Layout:
    """The layout of a patch; a hunk without labels is a fix of its own, of no codemod.

    `about` is keyed by the names of fixes: their labels with commas between them.
    """
    parts: list[Part] = []
    for number, file in enumerate(patch):
        for hunk in file.hunks:
            own = f"hunk {len(parts) + 1}"
            parts.append(Part(file.path, number, hunk, tuple(_changes(hunk, own))))
    return Layout(patch, tuple(parts), _fixes(parts, about or {}))


def _changes(hunk: Hunk, own: str) -> Iterable[Change]:
    labels = labels_of(hunk)
    for index, (first, end) in enumerate(changes_of(hunk)):
        yield Change(first, end, tuple(_names(labels[index])) if labels else (own,))


def _names(labels: Sequence[str]) -> Iterable[str]:
    """The fixes that labels name: those with one number are of one fix of several codemods."""
    by_number: dict[str, list[str]] = {}
    for label in labels:
        by_number.setdefault(label.rpartition("#")[2], []).append(label)
    return map(", ".join, by_number.values())


def _fixes(parts: Sequence[Part], about: Mapping[str, About]) -> dict[str, NamedFix]:
    places: dict[str, list[tuple[int, int]]] = {}
    for number, part in enumerate(parts):
        for index, change in enumerate(part.changes):
            for name in change.fixes:
                places.setdefault(name, []).append((number, index))
    fixes = {}
    for name, own in places.items():
        known = about.get(name, About())
        codemods = frozenset(codemod_of(label) for label in name.split(", ") if "#" in label)
        fixes[name] = NamedFix(name, codemods, tuple(own), known.title, known.notes)
    return fixes
