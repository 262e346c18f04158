"""Shards as branches: one commit each, from the commit that the campaign was planned on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from gofixmap.campaign.model import WITH_PATCH, Entry, Made, Shard, ShardState
from gofixmap.campaign.pulltext import commit_message
from gofixmap.campaign.repository import REGULAR, Branch, CommitText, Leaf, Repository
from gofixmap.campaign.snapshot import Snapshot
from gofixmap.campaign.state import Store
from gofixmap.campaign.worktree import forget_left
from gofixmap.errors import EnvironmentProblem, UsageError

BRANCH, COMMIT, NEXT = "branch", "commit", "next"  # names of notes
_WRITABLE = ("100644", "100755")
_WHY_NOT = {
    ShardState.PLANNED: "it has not been run yet",
    ShardState.RUNNING: "it has not been run to its end",
    ShardState.STALE: "its files have changed since they were analysed: plan again",
}
ELSEWHERE = "is not in the commit that the campaign was planned on"


class Exported(Struct, frozen=True):
    """A shard and its branch; `is_new` unless the branch was there and is as it should be."""

    key: str
    branch: str
    commit: str
    is_new: bool


class Left(Struct, frozen=True):
    """A shard that got no branch, and why."""

    key: str
    reason: str


def chosen(store: Store, keys: Collection[str] = ()) -> tuple[list[Entry], list[Left]]:
    """The shards that have a patch, and those that could have one. Raises UsageError for a key."""
    entries = store.entries()
    unknown = set(keys) - {entry.shard.key for entry in entries}
    if unknown:
        raise UsageError(f"no shard {min(unknown)!r}", hint="campaign status lists them")
    wanted = [entry for entry in entries if not keys or entry.shard.key in keys]
    ready = [e for e in wanted if e.state in WITH_PATCH and e.state is not ShardState.MERGED]
    left = [Left(e.shard.key, _WHY_NOT[e.state]) for e in wanted if e.state in _WHY_NOT]
    return ready, left


def branch_name(prefix: str, key: str) -> str:
    """`prefix` ends as it is given where it ends in a sign, and with a slash otherwise."""
    return f"{prefix}{key}" if prefix[-1:] in ("/", "-", "_", ".") else f"{prefix}/{key}"


def export_branches(
    store: Store, repository: Repository, prefix: str, keys: Collection[str] = ()
) -> tuple[list[Exported], list[Left]]:
    """Makes or renews the branches of the chosen shards, all of them at once or none.

    Hold `store.exclusive()`. A branch is renewed where it is at a commit that an export has made;
    any other one of its name is refused. A shard whose files the base commit has otherwise is left.
    Raises GofixmapError with no branch moved.
    """
    campaign = store.campaign()
    base = repository.commit_of(campaign.base_commit) if campaign.base_commit else ""
    if not base:
        raise EnvironmentProblem(
            "the commit that the campaign was planned on is not in the repository",
            where=str(repository.top),
            hint="plan again, in a repository with a commit",
        )
    forget_left(repository)
    ready, left = chosen(store, keys)
    if not prefix:
        raise UsageError("a prefix for the branches is needed, such as gofixmap/")
    names = [branch_name(prefix, entry.shard.key) for entry in ready]
    if names:
        repository.check_name(max(names, key=len))  # keys differ in nothing that git minds
    work = _Export(store, repository, base, campaign.name)
    commits: dict[str, CommitText] = {}
    snapshot = Snapshot(repository, base)
    for entry in ready:
        outcome = work.commit_text(snapshot, entry.shard)
        if isinstance(outcome, Left):
            left.append(outcome)
        else:
            commits[entry.shard.key] = outcome
    return work.put(commits, prefix), left


class _Export:
    def __init__(self, store: Store, repository: Repository, base: str, name: str) -> None:
        self._store = store
        self._repository = repository
        self._base = base
        self._name = name

    def commit_text(self, snapshot: Snapshot, shard: Shard) -> CommitText | Left:
        """What the commit of a shard holds, its tree written; or why there is none."""
        made = self._store.made(shard.key)
        if made is None or not made.after:
            return Left(shard.key, "it has no patch")
        changes = changes_of(self._store, self._repository, snapshot, shard, made)
        if isinstance(changes, Left):
            return changes
        message = commit_message(self._name, shard, made)
        return CommitText(snapshot.tree_with(changes), (self._base,), message)

    def put(self, commits: Mapping[str, CommitText], prefix: str) -> list[Exported]:
        """Commits, and the branches moved to them, in the order of the shards."""
        branches = self._repository.branches()
        names = {key: branch_name(prefix, key) for key in commits}
        notes = {key: self._store.notes(key) for key in commits}
        there = [branches[name].commit for name in names.values() if name in branches]
        texts = self._repository.commit_texts(filter(None, there))
        moves: dict[str, tuple[str, str]] = {}
        done: list[Exported] = []
        fresh = {
            key: name
            for key, name in names.items()
            if texts.get(branches.get(name, Branch("")).commit) != commits[key]
        }
        for key, name in fresh.items():
            _refuse_foreign(name, branches.get(name), notes[key])
        for key, name in names.items():
            old = branches.get(name, Branch("")).commit
            new = self._commit(commits[key]) if key in fresh else old
            if key in fresh:
                moves[name] = (old, new)
            done.append(Exported(key, name, new, key in fresh))
        self._record(done, moves)
        return done

    def _commit(self, text: CommitText) -> str:
        return self._repository.add_commit(text.tree, text.parents[0], text.message)

    def _record(self, done: Collection[Exported], moves: Mapping[str, tuple[str, str]]) -> None:
        """Moves the branches; a process that is killed in between knows its commits again."""
        with self._store.transaction():
            for each in done:
                if each.is_new:
                    self._store.note(each.key, {NEXT: each.commit})
        self._repository.move_branches(moves)
        with self._store.transaction():
            for each in done:
                self._store.note(each.key, {BRANCH: each.branch, COMMIT: each.commit})
                entry = self._store.entry(each.key)
                if entry is not None and (each.is_new or entry.state in _BEFORE_EXPORT):
                    self._store.move(each.key, ShardState.EXPORTED)


_BEFORE_EXPORT = (ShardState.DONE, ShardState.PROVEN)


def changes_of(
    store: Store, repository: Repository, snapshot: Snapshot, shard: Shard, made: Made
) -> dict[str, Leaf] | Left:
    """What a patch makes of a commit, its contents stored; or why it does not fit."""
    contents: dict[str, bytes] = {}
    befores = {file.path: file.before for file in shard.files}
    for path, after in made.after.items():
        analysed = store.content(befores[path]) if befores.get(path) else None
        data = _fitted(repository, snapshot.leaves.get(repository.prefix + path), analysed, after)
        if isinstance(data, str):
            return Left(shard.key, f"{path} {data}")
        contents[repository.prefix + path] = data
    oids = repository.write_blobs(list(contents.values()))
    return {
        path: Leaf(snapshot.leaves[path].mode if path in snapshot.leaves else REGULAR, oid)
        for path, oid in zip(contents, oids, strict=True)
    }


def _fitted(
    repository: Repository, leaf: Leaf | None, analysed: bytes | None, after: bytes
) -> bytes | str:
    """The contents as the commit's own file has its line ends; or what is wrong with it."""
    if analysed is None:
        return after if leaf is None else "is there in the commit, and was not when planned"
    if leaf is None:
        return ELSEWHERE
    if leaf.mode not in _WRITABLE:
        return "is no regular file in the commit"
    if leaf.oid == repository.blob_id(analysed):
        return after
    if leaf.oid == repository.blob_id(_with_plain_ends(analysed)):
        return _with_plain_ends(after)  # git turns line ends around in this checkout
    return "had uncommitted changes when it was analysed: commit them and plan again"


def _refuse_foreign(name: str, branch: Branch | None, notes: Mapping[str, str]) -> None:
    """Raises UsageError for a branch that no export of this shard has left where it is."""
    if branch is None:
        return
    if branch.worktree:
        raise UsageError(
            f"the branch {name} is checked out, no branch was changed", where=branch.worktree
        )
    if branch.commit not in (notes.get(COMMIT), notes.get(NEXT)):
        raise UsageError(
            f"the branch {name} is there, and not as an export has left it; no branch was changed",
            hint="choose another prefix, or delete the branch",
        )


def _with_plain_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def made_of(store: Store, entries: Collection[Entry]) -> Iterator[tuple[Shard, Made]]:
    """The shards whose patch is there, with it."""
    for entry in entries:
        made = store.made(entry.shard.key)
        if made is not None and made.after:
            yield entry.shard, made
