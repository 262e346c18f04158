"""Which fixes have to stay together: union-find over the files that they change.

Fixes are also joined that claim the same, and a fix of a later round is joined with those of
earlier ones whose text it may have read: any in the folder of its finding, and in packages that are
imported there those that change more than the bodies of functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from gofixmap.campaign.model import ShardFix
from gofixmap.model import Edit


class Imports(Protocol):
    """Who imports whom, by folders from the workspace root."""

    def imports(self, folder: str) -> frozenset[str]:
        """The import paths that the Go files of a folder name."""
        ...

    def import_path(self, folder: str) -> str:
        """What the package in a folder is imported as; "" where that is not known."""
        ...

    def is_visible(self, edit: Edit) -> bool:
        """Whether it changes what other packages may see: more than the body of a function."""
        ...


class Union:
    """Disjoint sets of the numbers below `count`; the smallest number of a set stands for it."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def find(self, member: int) -> int:
        while self._parents[member] != member:
            self._parents[member] = member = self._parents[self._parents[member]]
        return member

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.find(one), self.find(other)))
        self._parents[high] = low


def components(fixes: Sequence[ShardFix], imports: Imports) -> list[tuple[ShardFix, ...]]:
    """The fixes in parts that share nothing, each in the order of `fixes`."""
    union = Union(len(fixes))
    first: dict[tuple[str, str], int] = {}
    for index, fix in enumerate(fixes):
        for shared in _shared(fix):
            union.join(index, first.setdefault(shared, index))
    _join_rounds(fixes, imports, union)
    parts: dict[int, list[ShardFix]] = {}
    for index, fix in enumerate(fixes):
        parts.setdefault(union.find(index), []).append(fix)
    return [tuple(part) for _, part in sorted(parts.items())]


def _shared(fix: ShardFix) -> Iterable[tuple[str, str]]:
    for path in fix.paths:
        yield "file", path
    for finding in fix.findings:
        for claim in finding.fix.claims if finding.fix is not None else ():
            yield "claim", claim


def _join_rounds(fixes: Sequence[ShardFix], imports: Imports, union: Union) -> None:
    late = [(index, fix) for index, fix in enumerate(fixes) if _round(fix) > 1]
    if not late:
        return
    touching: dict[str, list[int]] = {}
    folder_of: dict[str, str] = {}  # by import path
    for index, fix in enumerate(fixes):
        for folder in sorted({_folder(path) for path in fix.paths}):
            touching.setdefault(folder, []).append(index)
            folder_of[imports.import_path(folder)] = folder
    folder_of.pop("", None)
    for index, fix in late:
        own = _late_folders(fix)
        named = frozenset[str]().union(*map(imports.imports, own))
        beyond = {folder_of[path] for path in named & folder_of.keys()} - own
        for folder in own | beyond:
            for other in touching.get(folder, ()):
                if _round(fixes[other]) < _round(fix) and (
                    folder in own or _is_visible(fixes[other], folder, imports)
                ):
                    union.join(index, other)


def _is_visible(fix: ShardFix, folder: str, imports: Imports) -> bool:
    return any(imports.is_visible(edit) for edit in fix.edits if _folder(edit.path) == folder)


def _round(fix: ShardFix) -> int:
    return max(finding.round for finding in fix.findings)


def _late_folders(fix: ShardFix) -> frozenset[str]:
    """Where what was found late was found; what it shares files with it is joined with anyway."""
    return frozenset(_folder(finding.path) for finding in fix.findings if finding.round > 1)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
