"""Exported branches, built as whoever checks them out will build them: in a real work tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.campaign.export import BRANCH, COMMIT, Left, changes_of, made_of
from gofixmap.campaign.model import Entry, ShardState
from gofixmap.campaign.repository import Leaf, Repository
from gofixmap.campaign.snapshot import Snapshot
from gofixmap.campaign.state import Store
from gofixmap.campaign.worktree import Worktree, worktree
from gofixmap.errors import UsageError
from gofixmap.verify.disk import TreeVerdict, graphs_of, verify_tree
from gofixmap.verify.golist import Graph
from gofixmap.verify.plan import Build
from gofixmap.workspace import BuildContext, Workspace
from gofixmap.workspace.variants import Variant, parse_variants

VERIFIED = "verified"  # the name of a note
TOGETHER = "all branches together"
_TO_VERIFY = (ShardState.EXPORTED, ShardState.CONFLICT)

Told = Callable[[str], None]  # hears what comes next


class Verified(Struct, frozen=True):
    """A branch, or all of them merged, and what Go says."""

    name: str
    verdicts: Mapping[str, TreeVerdict]  # by variant; "" for this machine's build
    merged: tuple[str, ...] = ()  # branches, of TOGETHER
    clashes: tuple[str, ...] = ()  # branches that do not merge behind those
    is_patch: bool | None = None  # whether the sum is the one patch of all shards

    @property
    def is_sound(self) -> bool:
        sound = all(verdict.is_sound for verdict in self.verdicts.values())
        return sound and not self.clashes and self.is_patch is not False

    @property
    def is_proven(self) -> bool:
        return self.is_sound and all(verdict.is_proven for verdict in self.verdicts.values())


def verify_branches(
    store: Store,
    repository: Repository,
    *,
    keys: Collection[str] = (),
    level: str = "build",
    together: bool = False,
    seconds: float | None = None,
    told: Told = lambda name: None,
) -> list[Verified]:
    """What Go says of each exported branch alone, and `together` of all of them merged.

    Raises UsageError where nothing has been exported.
    """
    entries = _exported(store, keys)
    branches = repository.branches()
    found: dict[str, Entry] = {}
    for entry in entries:
        name = store.notes(entry.shard.key)[BRANCH]
        if name not in branches or not branches[name].commit:
            raise UsageError(f"the branch {name} is gone", hint="campaign export makes it again")
        found[name] = entry
    base = repository.commit_of(store.campaign().base_commit)
    variants = parse_variants(store.campaign().matrix) if store.campaign().matrix else ()
    done: list[Verified] = []
    with worktree(repository, base) as tree:
        work = _Work(repository, tree, variants, level, seconds)
        work.know([path for entry in entries for path in entry.shard.paths])
        for name, entry in found.items():
            told(name)
            commit = branches[name].commit
            tree.show(commit)
            as_exported = commit == store.notes(entry.shard.key).get(COMMIT)
            verified = Verified(name, work.verdicts(commit, as_exported=as_exported))
            store.note(entry.shard.key, {VERIFIED: _noted(verified, level, commit)})
            done.append(verified)
        if together:
            told(TOGETHER)
            tree.show(base)
            merged = [name for name in found if tree.merge(branches[name].commit)]
            clashes = tuple(name for name in found if name not in merged)
            kept = [found[name] for name in merged]
            is_patch = None if clashes else tree.tree == _patched(store, repository, base, kept)
            verdicts = work.verdicts(tree.commit, as_exported=False)
            done.append(Verified(TOGETHER, verdicts, tuple(merged), clashes, is_patch))
    return done


def _exported(store: Store, keys: Collection[str]) -> list[Entry]:
    entries = store.entries(_TO_VERIFY)
    known = {entry.shard.key for entry in entries if BRANCH in store.notes(entry.shard.key)}
    unknown = set(keys) - known
    if unknown or not known:
        what = f"the shard {min(unknown)!r} has no branch" if unknown else "there are no branches"
        raise UsageError(what, hint="campaign export --branches PREFIX makes them")
    return [e for e in entries if e.shard.key in known and (not keys or e.shard.key in keys)]


class _Work:
    """Asks Go about what a work tree shows. It is made while that is the base."""

    def __init__(
        self,
        repository: Repository,
        tree: Worktree,
        variants: Sequence[Variant],
        level: str,
        seconds: float | None,
    ) -> None:
        self._repository = repository
        self._tree = tree
        self._base = repository.tree(tree.commit)
        self._level = level
        self._seconds = seconds
        host = Workspace.open([tree.root]).host
        self._contexts: dict[str, BuildContext | None]
        self._contexts = {str(each): each.context(host) for each in variants} or {"": None}
        self._graphs: dict[str, dict[Build, Graph]] = {}

    def know(self, paths: Collection[str]) -> None:
        """Finds out who imports whom in the base, once for all branches that change `paths`.

        A branch can add imports only to packages that are checked because it changes them.
        """
        workspace = Workspace.open([self._tree.root])
        for name, context in self._contexts.items():
            self._graphs[name] = graphs_of(workspace, paths, context)

    def verdicts(self, commit: str, *, as_exported: bool) -> dict[str, TreeVerdict]:
        """By variant that has files which the commit changes."""
        before = self._changed(commit)
        workspace = Workspace.open([self._tree.root])
        return {
            name: self._shown(
                verify_tree(
                    workspace,
                    before,
                    level=self._level,
                    context=context,
                    seconds=self._seconds,
                    graphs=self._graphs[name] if as_exported else None,
                )
            )
            for name, context in self._contexts.items()
            if context is None or any(workspace.matches(path, context) for path in before)
        }

    def _shown(self, verdict: TreeVerdict) -> TreeVerdict:
        """With paths from the top: where the work tree is matters to nobody."""
        place = f"{self._tree.top}/"

        def told(words: Sequence[str]) -> tuple[str, ...]:
            return tuple(each.replace(place, "") for each in words)

        return replace(verdict, errors=told(verdict.errors), unproven=told(verdict.unproven))

    def _changed(self, commit: str) -> dict[str, bytes | None]:
        """What was in the files that are not as they are in the base; None: no such file."""
        now, prefix = self._repository.tree(commit), self._repository.prefix
        changed = [
            path
            for path in sorted(now.keys() | self._base.keys())
            if path.startswith(prefix) and now.get(path) != self._base.get(path)
        ]
        leaves = [self._base[path] for path in changed if path in self._base]
        contents = self._repository.contents(leaf.oid for leaf in leaves)
        return {
            path.removeprefix(prefix): contents.get(self._base[path].oid)
            if path in self._base
            else None
            for path in changed
        }


def _patched(store: Store, repository: Repository, base: str, entries: Sequence[Entry]) -> str:
    """The tree that the one patch of these shards makes of the base."""
    snapshot = Snapshot(repository, base)
    leaves: dict[str, Leaf] = {}
    for shard, made in made_of(store, entries):
        changes = changes_of(store, repository, snapshot, shard, made)
        leaves.update({} if isinstance(changes, Left) else changes)
    return snapshot.tree_with(leaves)


def _noted(verified: Verified, level: str, commit: str) -> str:
    how = "sound" if verified.is_proven else "not proven" if verified.is_sound else "broken"
    return f"{how} {level} {commit}"
