"""Packs fixes that have to stay together into shards, the same way for the same fixes.

A plan that is made again keeps each fix in the shard in which it was, as long as the shard is one
of the same kind: only what is new is packed anew. So keys, and with them states, stay while the
tree moves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.campaign.model import By, Shard, ShardFile, ShardFix
from gofixmap.patch.owners import NOBODY

DEFAULT_HUNKS = 50  # of a shard by hunks, where no limit was given
_ODD = re.compile(r"[^a-z0-9]+")
_SLUG = 40

Part = tuple[ShardFix, ...]  # fixes that have to stay together


class Before(Struct, frozen=True):
    """What an earlier plan says: where each fix was, and which shards still take more."""

    shard_of: Mapping[str, str] = field(default_factory=dict)  # fix to shard, by their keys
    title_of: Mapping[str, str] = field(default_factory=dict)
    takes_more: Collection[str] = ()  # shards that no run has been at


class _Bin(Struct):
    """A shard in the making; `key` is "" for one that is new."""

    title: str
    key: str = ""
    parts: list[Part] = field(default_factory=list)
    hunks: int = 0

    def add(self, part: Part, hunks: int) -> None:
        self.parts.append(part)
        self.hunks += hunks


def pack(
    parts: Sequence[Part],
    files: Mapping[str, ShardFile],
    by: By,
    max_hunks: int = 0,
    before: Before | None = None,
) -> list[Shard]:
    """The shards, in the order of their titles and then of their files.

    `files` has each file that a part changes. A part with more hunks than `max_hunks` (0: no
    limit) is a shard of its own, and so is one whose files belong to different groups.
    """
    packer = _Packer(files, by, max_hunks, before or Before())
    for part in sorted(parts, key=lambda part: (_paths(part), part[0].number)):
        packer.put(part)
    shards = packer.shards()
    return sorted(shards, key=lambda shard: (shard.title, shard.paths, shard.key))


class _Packer:
    def __init__(
        self, files: Mapping[str, ShardFile], by: By, max_hunks: int, before: Before
    ) -> None:
        self._files = files
        self._by = by
        self._limit = max_hunks or (DEFAULT_HUNKS if by is By.HUNKS else 0)
        self._before = before
        self._kept: dict[str, _Bin] = {}  # by key
        self._waiting: dict[str, list[Part]] = {}  # by title, in order
        self._alone: list[_Bin] = []

    def put(self, part: Part) -> None:
        """Into the shard that had it, or among those that are packed at the end."""
        labels = sorted({_label(self._files[path], self._by) for path in _paths(part)})
        title = " + ".join(labels)
        key = self._known(part)
        if key and self._before.title_of.get(key) == title:
            self._kept.setdefault(key, _Bin(title, key)).add(part, self._hunks(part))
        elif len(labels) > 1:
            self._alone.append(_Bin(title, parts=[part]))
        else:
            self._waiting.setdefault(title, []).append(part)

    def _known(self, part: Part) -> str:
        """The shard that most of the fixes were in; "" where all of them are new."""
        shard_of = self._before.shard_of
        known = Counter(shard_of[fix.key] for fix in part if fix.key in shard_of)
        return min(known, key=lambda key: (-known[key], key), default="")

    def _hunks(self, part: Part) -> int:
        return sum(self._files[path].hunks for path in _paths(part))

    def shards(self) -> list[Shard]:
        bins = [*self._kept.values(), *self._alone]
        for title, parts in sorted(self._waiting.items()):
            bins += self._packed(title, parts)
        return _named([self._shard(each) for each in bins])

    def _packed(self, title: str, parts: Sequence[Part]) -> list[_Bin]:
        """Fills what still takes more, and then new shards, in order; the new ones."""
        made: list[_Bin] = []
        open_bins = [
            each
            for key, each in sorted(self._kept.items())
            if each.title == title and key in self._before.takes_more and " + " not in title
        ]
        for part in parts:
            hunks = self._hunks(part)
            roomy = (b for b in (*open_bins, *made[-1:]) if self._has_room(b, hunks))
            place = next(roomy, None)
            if place is None:
                place = _Bin(title)
                made.append(place)
            place.add(part, hunks)
        return made

    def _has_room(self, place: _Bin, hunks: int) -> bool:
        return not self._limit or place.hunks + hunks <= self._limit

    def _shard(self, place: _Bin) -> Shard:
        fixes = sorted((fix for part in place.parts for fix in part), key=lambda fix: fix.number)
        paths = sorted({path for part in place.parts for path in _paths(part)})
        files = tuple(self._files[path] for path in paths)
        return Shard(
            key=place.key,
            title=place.title,
            by=self._by,
            files=files,
            fixes=tuple(fixes),
            owners=tuple(sorted({owner for file in files for owner in file.owners})),
            straddles=any(
                len({self._files[path].owners for path in _paths(part)}) > 1 for part in place.parts
            ),
        )


def _paths(part: Iterable[ShardFix]) -> list[str]:
    return sorted({path for fix in part for path in fix.paths})


def _label(file: ShardFile, by: By) -> str:
    """What the files of a shard have in common, in words."""
    if by is By.OWNER:
        return " ".join(file.owners) or NOBODY
    if by is By.MODULE:
        return file.module or "."
    if by is By.DIRECTORY:
        return file.path.rpartition("/")[0] or "."
    return "hunks"


def _named(shards: Iterable[Shard]) -> list[Shard]:
    """Gives the new ones keys: what they are called, and a hash of the fixes that they begin with.

    Fixes are in one shard only, and the keys of fixes are distinct, so hashes hardly ever meet;
    where a new one meets a key that is in use it counts on.
    """
    shards = list(shards)
    taken = {shard.key for shard in shards if shard.key}
    named: list[Shard] = []
    for shard in sorted(shards, key=lambda shard: (shard.title, shard.paths)):
        if not shard.key:
            shard = replace(shard, key=_free(_key(shard), taken))
            taken.add(shard.key)
        named.append(shard)
    return named


def _key(shard: Shard) -> str:
    digest = sha256("\n".join(sorted(fix.key for fix in shard.fixes)).encode()).hexdigest()
    slug = _ODD.sub("-", shard.title.lower()).strip("-")[:_SLUG].strip("-")
    return f"{slug or 'root'}-{digest[:8]}"


def _free(key: str, taken: Collection[str]) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}.{number}"
    return free
