"""What has become of shards: which ones a commit has, and which ones no longer fit.

By content alone, so that it does not matter whether a branch was merged, squashed, rebased or
applied by hand. Where somebody has changed a file beyond that, git's own merge of three contents
tells: what leaves the commit's file as it is, is in it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct

from gofixmap.campaign.export import COMMIT, ELSEWHERE
from gofixmap.campaign.model import WITH_PATCH, Entry, Shard, ShardState
from gofixmap.campaign.repository import Leaf, Repository
from gofixmap.campaign.state import Store
from gofixmap.errors import EnvironmentProblem, UsageError
from gofixmap.scratch import Scratch

HEAD = "HEAD"
_PATHS_PER_CALL = 400
_LOOKED_AT = WITH_PATCH | {ShardState.STALE}


class Place(Enum):
    """What a commit has of one file of a shard."""

    IN = "in"  # the change
    OUT = "out"  # not the change, and it would merge
    TAKEN_BACK = "taken back"  # it once had the change
    CLASH = "clash"  # other changes of the same lines
    LOST = "lost"  # no such file
    APART = "apart"  # no such file, and there was none: it is a submodule's, or was not committed


class Seen(Struct, frozen=True):
    """A shard whose state is another one now."""

    key: str
    state: ShardState
    reason: str


def refresh(store: Store, onto: str = HEAD) -> tuple[Seen, ...]:
    """Moves the shards with a patch to merged, conflict or stale, or back, as `onto` has them.

    () without a repository, or where it has no commit yet. Raises UsageError where `onto` names
    something else that is not there, EnvironmentProblem where git fails.
    """
    campaign = store.campaign()
    try:
        repository = Repository.around(Path(campaign.root))
    except EnvironmentProblem:
        if onto != HEAD:
            raise
        return ()
    commit = repository.commit_of(onto)
    if not commit:
        if onto != HEAD:
            raise UsageError(f"no commit is named {onto!r}", where=str(repository.top))
        return ()
    base = repository.commit_of(campaign.base_commit or onto)
    entries = store.entries(_LOOKED_AT)
    look = Look(repository, commit, base, [path for e in entries for path in e.shard.paths])
    seen: list[Seen] = []
    for entry in entries:
        contents = _contents(store, entry.shard)
        if not contents:
            continue
        state, reason = _judged(entry, look, contents, store.notes(entry.shard.key))
        if (state, reason) != (entry.state, entry.reason):
            seen.append(Seen(entry.shard.key, state, reason))
    with store.transaction():
        for each in seen:
            store.move(each.key, each.state, each.reason)
    return tuple(seen)


class Look:
    """A commit, compared with what shards change.

    `paths` are all that will be asked about: git goes through the history for many of them at once.
    """

    def __init__(
        self, repository: Repository, commit: str, base: str, paths: Sequence[str]
    ) -> None:
        self._repository = repository
        self._paths = [repository.prefix + path for path in dict.fromkeys(paths)]
        self.commit = commit
        self._base = base
        self._tree = repository.tree(commit)
        self._base_tree: dict[str, Leaf] | None = None
        self._moved: frozenset[str] | None = None
        self._past: dict[str, frozenset[str]] = {}

    def places(self, contents: Mapping[str, tuple[bytes | None, bytes]]) -> dict[str, Place]:
        """By path from the workspace root: contents before (None: new file) and after."""
        found: dict[str, Place] = {}
        unclear: list[str] = []
        for path, (before, after) in contents.items():
            leaf = self._tree.get(self._repository.prefix + path)
            there = leaf.oid if leaf is not None else None
            if there in self._ids(after):
                found[path] = Place.IN
            elif there is None:
                found[path] = self._missing(path, before, after)
            elif before is not None and there in self._ids(before):
                found[path] = Place.OUT
            else:
                unclear.append(path)
        oids = {path: self._tree[self._repository.prefix + path].oid for path in unclear}
        present = self._repository.contents(oids.values())
        for path in unclear:
            found[path] = self._merged(present.get(oids[path], b""), *contents[path])
        self._remember([path for path, place in found.items() if place is not Place.IN])
        for path, place in found.items():
            if place is not Place.IN and self._had(path, contents[path][1]):
                # Who has built on the change has it; who has the old text again has dropped it.
                found[path] = Place.TAKEN_BACK if place is Place.OUT else Place.IN
        return found

    def has_commit(self, commit: str) -> bool:
        """Whether a commit was merged as it is."""
        asked = ["merge-base", "--is-ancestor", commit, self.commit]
        return bool(commit) and self._repository.git.try_to_ask(asked) is not None

    def _ids(self, data: bytes) -> tuple[str, str]:
        """The object of these contents, and of the same with plain line ends."""
        plain = data.replace(b"\r\n", b"\n")
        return self._repository.blob_id(data), self._repository.blob_id(plain)

    def _missing(self, path: str, before: bytes | None, after: bytes) -> Place:
        """A file that is not at its place: new, moved as a whole, or gone."""
        if before is None:
            return Place.OUT
        if self._moved is None:
            self._moved = frozenset(leaf.oid for leaf in self._tree.values())
        if not self._moved.isdisjoint(self._ids(after)):
            return Place.IN
        if not self._moved.isdisjoint(self._ids(before)):
            return Place.OUT
        return Place.LOST if self._was_there(path) else Place.APART

    def _was_there(self, path: str) -> bool:
        """Whether the base has a file; True where there is no base to ask."""
        if self._base_tree is None:
            self._base_tree = self._repository.tree(self._base) if self._base else {}
        return not self._base_tree or self._repository.prefix + path in self._base_tree

    def _merged(self, there: bytes, before: bytes | None, after: bytes) -> Place:
        """What git makes of the commit's file and the change, from the text before."""
        if b"\r\n" not in there and before is not None and b"\r\n" in before:
            before, after = before.replace(b"\r\n", b"\n"), after.replace(b"\r\n", b"\n")
        with Scratch("merge") as folder:
            places = [str(folder / name) for name in ("there", "before", "after")]
            for place, data in zip(places, (there, before or b"", after), strict=True):
                Path(place).write_bytes(data)
            status, merged = self._repository.git.try_to_feed(["merge-file", "-p", *places])
        if status:  # the number of conflicts, or contents that cannot be merged
            return Place.CLASH
        return Place.IN if merged == there else Place.OUT

    def _remember(self, paths: Sequence[str]) -> None:
        """Which contents files have had between the base and the commit."""
        full = [self._repository.prefix + path for path in paths]
        if self._base in ("", self.commit) or all(path in self._past for path in full):
            return
        fresh = [path for path in dict.fromkeys([*full, *self._paths]) if path not in self._past]
        for at in range(0, len(fresh), _PATHS_PER_CALL):
            batch = fresh[at : at + _PATHS_PER_CALL]
            arguments = ["log", "--full-history", "--format=", "--raw", "--no-abbrev"]
            arguments += ["--no-renames", "-z", "-m"]
            listed = self._repository.git.feed(
                [*arguments, f"{self._base}..{self.commit}", "--", *batch]
            )
            had: dict[str, set[str]] = {path: set() for path in batch}
            words = listed.split(b"\0")
            for record, name in zip(words[::2], words[1::2], strict=False):
                path = os.fsdecode(name)
                fields = record.strip().split(b" ")
                if path in had and len(fields) >= 4:
                    had[path].add(fields[3].decode("ascii"))
            self._past.update({path: frozenset(oids) for path, oids in had.items()})

    def _had(self, path: str, after: bytes) -> bool:
        past = self._past.get(self._repository.prefix + path, frozenset())
        return not past.isdisjoint(self._ids(after))


def _contents(store: Store, shard: Shard) -> dict[str, tuple[bytes | None, bytes]]:
    """What the patch of a shard changes: contents before and after; {} without a patch."""
    made = store.made(shard.key)
    if made is None:
        return {}
    before = {f.path: store.content(f.before) if f.before else None for f in shard.files}
    return {path: (before.get(path), after) for path, after in made.after.items()}


def _judged(
    entry: Entry,
    look: Look,
    contents: Mapping[str, tuple[bytes | None, bytes]],
    notes: Mapping[str, str],
) -> tuple[ShardState, str]:
    """The state that a shard has now, and why."""
    places = look.places(contents)
    count = len(places)
    merged = sum(place is Place.IN for place in places.values())
    if merged == count:
        return ShardState.MERGED, ""
    if entry.state is ShardState.MERGED and _LATER.intersection(places.values()):
        return entry.state, entry.reason  # somebody has gone on from there
    for place, words in _WHY.items():
        path = next((path for path, each in sorted(places.items()) if each is place), None)
        if path is not None and (place is not Place.TAKEN_BACK or _is_final(look, notes)):
            return _unfit(entry), f"{path} {words}"
    reason = _so_far(places, merged)
    if entry.state in (ShardState.MERGED, ShardState.CONFLICT):
        return _before(notes), reason
    return entry.state, reason or ("" if entry.reason.endswith(ELSEWHERE) else entry.reason)


def _so_far(places: Mapping[str, Place], merged: int) -> str:
    """What there is to say of a shard that still fits; "" for nothing."""
    apart = min((path for path, place in places.items() if place is Place.APART), default="")
    if apart:
        return f"{apart} {ELSEWHERE}"
    return f"{merged} of {len(places)} files are merged" if merged else ""


_WHY = {
    Place.CLASH: "has changed in the same lines",
    Place.LOST: "is not there any more",
    Place.TAKEN_BACK: "had the change, which was taken back: the branch will not merge again",
}

_LATER = frozenset({Place.CLASH, Place.LOST})


def _is_final(look: Look, notes: Mapping[str, str]) -> bool:
    """Whether git takes the branch for merged, so that it brings the change no more."""
    return look.has_commit(notes.get(COMMIT, ""))


def _unfit(entry: Entry) -> ShardState:
    """What a shard is that does not fit: nobody has a branch of one that was not exported."""
    return ShardState.STALE if entry.state in _UNSEEN else ShardState.CONFLICT


_UNSEEN: Collection[ShardState] = (ShardState.DONE, ShardState.PROVEN, ShardState.STALE)


def _before(notes: Mapping[str, str]) -> ShardState:
    """The state of a shard that is neither merged nor in conflict any more."""
    return ShardState.EXPORTED if COMMIT in notes else ShardState.DONE
