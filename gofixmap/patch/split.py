"""A patch in parts, each of which applies alone to the files that the whole was made for.

By codemod a fix stays whole: fixes that share a hunk go into one part, whatever codemods they are
of. By file, directory, owner or module a fix may end up in several parts, which is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from gofixmap.patch.headings import codemod_of
from gofixmap.patch.model import FilePatch, Hunk, Patch
from gofixmap.patch.select import select_hunks
from gofixmap.patch.stat import labels_in

NO_FIX = "without a fix"


class Part(Struct, frozen=True):
    """Some of a patch's hunks, and what they have in common."""

    name: str
    patch: Patch

    @property
    def labels(self) -> tuple[str, ...]:
        """The fixes that have a hunk in it, in order."""
        hunks = (hunk for file in self.patch for hunk in file.hunks)
        return tuple(dict.fromkeys(label for hunk in hunks for label in labels_in(hunk)))


def split_files(patch: Patch, group: Callable[[str], str]) -> tuple[Part, ...]:
    """One part for each group of paths, sorted by its name."""
    files: dict[str, list[FilePatch]] = {}
    for file in patch:
        files.setdefault(group(file.path), []).append(file)
    return tuple(Part(name, Patch(tuple(files[name]))) for name in sorted(files))


def split_codemods(patch: Patch) -> tuple[Part, ...]:
    """One part for each codemod, or for several where their fixes share hunks."""
    group = _groups(patch)

    def name_of(hunk: Hunk) -> str:
        return next((group[label] for label in labels_in(hunk)), NO_FIX)

    names = {name_of(hunk) for file in patch for hunk in file.hunks}
    if not all(file.hunks for file in patch):
        names.add(NO_FIX)
    return tuple(Part(name, _of(patch, name, name_of)) for name in sorted(names))


def _of(patch: Patch, name: str, name_of: Callable[[Hunk], str]) -> Patch:
    """The hunks with that name; a file that comes or goes empty has none, and no fix."""
    part = select_hunks(patch, lambda file, hunk: name_of(hunk) == name)
    return Patch(tuple(file for file in part if file.hunks or name == NO_FIX))


def divided(parts: Iterable[Part]) -> dict[str, tuple[str, ...]]:
    """The fixes that have hunks in several parts, and the names of these."""
    places: dict[str, list[str]] = {}
    for part in parts:
        for label in part.labels:
            places.setdefault(label, []).append(part.name)
    return {label: tuple(names) for label, names in places.items() if len(names) > 1}


def _groups(patch: Patch) -> dict[str, str]:
    """The name of the part that each fix goes to: the codemods of all fixes it hangs together with.

    Fixes hang together that share a hunk, or that are one fix of several codemods.
    """
    parents: dict[str, str] = {}

    def find(label: str) -> str:
        while parents[label] != label:
            parents[label] = label = parents[parents[label]]
        return label

    for labels in _hunks_labels(patch):
        for label in labels:
            parents.setdefault(label, label)
            parents[find(label)] = find(labels[0])
    codemods: dict[str, set[str]] = {}
    for label in parents:
        codemods.setdefault(find(label), set()).add(codemod_of(label))
    return {label: "+".join(sorted(codemods[find(label)])) for label in parents}


def _hunks_labels(patch: Patch) -> Iterator[tuple[str, ...]]:
    for file in patch:
        for hunk in file.hunks:
            labels = tuple(labels_in(hunk))
            if labels:
                yield labels
