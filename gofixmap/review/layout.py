"""What there is to decide in a patch: its hunks, the changes in them, and the fixes of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gofixmap.patch import Hunk, Patch, changes_of, codemod_of, labels_of


class Change(Struct, frozen=True):
    """Lines `first:end` of a hunk, none of them context, and the names of the fixes they are of.

    A change of several fixes is one that each of them needs, such as an import.
    """

    first: int
    end: int
    fixes: tuple[str, ...]


class Part(Struct, frozen=True):
    """A hunk, where it stands in the patch, and its changes in order."""

    path: str
    file: int
    hunk: Hunk
    changes: tuple[Change, ...]


class NamedFix(Struct, frozen=True):
    """`name` is how a reviewer knows it: `map-mutex#5`. `places` are (part, change) numbers.

    Fixes that a patch shows together in every place are one here, `map-mutex#5, nil-map#6`: one
    cannot be had without the other.
    """

    name: str
    places: tuple[tuple[int, int], ...]
    title: str = ""
    notes: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Empty for a hunk that names no fix."""
        return tuple(label for label in self.name.split(", ") if "#" in label)

    @property
    def codemods(self) -> frozenset[str]:
        return frozenset(map(codemod_of, self.labels))


class Layout(Struct, frozen=True):
    patch: Patch
    parts: tuple[Part, ...]
    fixes: Mapping[str, NamedFix]


class About(Struct, frozen=True):
    """What is known of a fix beyond its name."""

    title: str = ""
    notes: tuple[str, ...] = ()


def layout_of(patch: Patch, about: Mapping[str, About] | None = None) -> Layout:
    """The layout of a patch; a hunk without labels is a fix of its own, of no codemod.

    `about` is keyed by labels.
    """
    hunks = [(number, file, hunk) for number, file in enumerate(patch) for hunk in file.hunks]
    labels = [_labels(hunk, f"hunk {at}") for at, (_, _, hunk) in enumerate(hunks, start=1)]
    places = _places(labels)
    name_of = {label: ", ".join(own) for own in places.values() for label in own}
    parts = tuple(
        Part(
            file.path,
            number,
            hunk,
            tuple(
                Change(first, end, tuple(dict.fromkeys(name_of[label] for label in own)))
                for (first, end), own in zip(changes_of(hunk), changes, strict=True)
            ),
        )
        for (number, file, hunk), changes in zip(hunks, labels, strict=True)
    )
    fixes = {}
    for where, own in places.items():
        known = [about[label] for label in own if about and label in about]
        title = "; ".join(dict.fromkeys(each.title for each in known if each.title))
        notes = tuple(dict.fromkeys(note for each in known for note in each.notes))
        name = ", ".join(own)
        fixes[name] = NamedFix(name, where, title, notes)
    return Layout(patch, parts, fixes)


def _labels(hunk: Hunk, own: str) -> Sequence[Sequence[str]]:
    return labels_of(hunk) or [(own,) for _ in changes_of(hunk)]


def _places(
    hunks: Sequence[Sequence[Sequence[str]]],
) -> dict[tuple[tuple[int, int], ...], list[str]]:
    """The labels that stand in the same places, by these."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, changes in enumerate(hunks):
        for index, labels in enumerate(changes):
            for label in labels:
                found.setdefault(label, []).append((number, index))
    joined: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for label, places in found.items():
        joined.setdefault(tuple(places), []).append(label)
    return joined
