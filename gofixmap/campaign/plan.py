"""Plans a campaign: one run of the engine over the tree, its fixes cut into shards.

A plan that is made again, because the tree has moved, keeps what is still true: a shard with the
same files and edits stays in its state with its patch, one whose files have changed has to be run
again, one whose changes the tree has is merged, and one whose fixes are not found is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.campaign.components import components
from gofixmap.campaign.lost import found_again
from gofixmap.campaign.model import (
    SETTLED,
    WITH_PATCH,
    By,
    Campaign,
    Entry,
    Shard,
    ShardFile,
    ShardFix,
    ShardState,
)
from gofixmap.campaign.shards import Before, pack
from gofixmap.campaign.state import Store, digest_of
from gofixmap.campaign.tree import Tree
from gofixmap.engine import Progress, Request, run
from gofixmap.engine.dirty import dirty_files
from gofixmap.engine.pool import ExecutorFactory
from gofixmap.engine.request import silent
from gofixmap.errors import EnvironmentProblem, UsageError
from gofixmap.model import FileProblem, RunResult, Safety
from gofixmap.patch.owners import Owners, read_owners
from gofixmap.review.headings import named_patch
from gofixmap.review.units import Unit, units_of
from gofixmap.verify.record import refused_work

FOUND_AGAIN = "its fixes are found again"
FILES_CHANGED = "its files or fixes have changed since"
IN_THE_TREE = "the tree has its changes"
NOT_FOUND = "its fixes are no longer found"
_LIVE = frozenset(ShardState) - {ShardState.MERGED, ShardState.GONE}


class Planned(Struct, frozen=True):
    """What a plan came to. `changed` has the shards whose state is another one, or new."""

    campaign: Campaign
    entries: tuple[Entry, ...]  # all shards, those included that are merged or gone
    changed: Mapping[str, ShardState]
    problems: tuple[FileProblem, ...]  # files that could not be looked at
    owners: Owners | None
    dirty: tuple[str, ...]  # files of shards with uncommitted changes
    lost: tuple[str, ...]  # a sentence for each path and target that the tree no longer has
    is_again: bool
    refused: str  # why Go refuses the go.work, so that nothing will be proven


def make_plan(
    store: Store,
    campaign: Campaign,
    *,
    jobs: int = 0,
    progress: Progress = silent,
    executor: ExecutorFactory | None = None,
    use_cache: bool = False,
) -> Planned:
    """Plans, or plans again, and stores it in one step. Raises GofixmapError; nothing is changed.

    `campaign.base_commit` is filled in here. `executor` is what `gofixmap.engine.run` takes,
    `use_cache` is of its request.
    """
    with store.exclusive():
        tree = Tree(Path(campaign.root))
        owners = _owners(tree, campaign.by)
        old = store.campaign() if store.is_planned else None
        if old is not None and old.root != campaign.root:
            raise UsageError(
                f"is the state of a campaign over {old.root}",
                where=str(store.path),
                hint="name another file with --state",
            )
        commit = tree.commit()
        result, lost = found_again(
            campaign,
            old,
            lambda rest: _analysed(
                request_of(rest, jobs, use_cache=use_cache), rest.matrix, progress, executor
            ),
        )
        campaign = replace(campaign, base_commit=commit)
        known = store.entries() if old is not None else []
        planner = _Planner(campaign, tree, owners, result)
        packs_alike = old is not None and (old.by, old.max_hunks) == (
            campaign.by,
            campaign.max_hunks,
        )
        shards = planner.shards(_on_disk(store, tree, known), sticky=packs_alike)
        unclear = _unclear(known, shards, result.problems)
        changed = _store(store, campaign, shards, planner.contents, known, unclear)
        return Planned(
            campaign=campaign,
            entries=tuple(store.entries()),
            changed=changed,
            problems=result.problems,
            owners=owners,
            dirty=tuple(_dirty(tree, shards)),
            lost=lost,
            is_again=old is not None,
            refused=refused_work(tree.root) if campaign.verify != "none" else "",
        )


def request_of(campaign: Campaign, jobs: int = 0, *, use_cache: bool = False) -> Request:
    """The run of the engine that a campaign is made of; nothing is proven in it."""
    root = Path(campaign.root)
    return Request(
        paths=tuple(root / path for path in campaign.paths),
        select=campaign.select,
        ignore=campaign.ignore,
        safety=Safety[campaign.safety.upper()] if campaign.safety else None,
        targets=campaign.targets,
        options=dict(campaign.options),
        config_file=Path(campaign.config) if campaign.config else None,
        jobs=jobs,
        verify="none",
        use_cache=use_cache,
    )


def _analysed(
    request: Request,
    matrix: Sequence[str],
    progress: Progress,
    executor: ExecutorFactory | None,
) -> RunResult:
    if not matrix:
        return run(request, progress=progress, executor=executor)
    from gofixmap.engine.matrix import run_matrix
    from gofixmap.workspace.variants import parse_variants

    return run_matrix(request, parse_variants(matrix), progress=progress, executor=executor)


def _owners(tree: Tree, by: By) -> Owners | None:
    """They are told in each case, and needed only where shards go by them."""
    try:
        return read_owners(tree.top)
    except UsageError:
        if by is By.OWNER:
            raise
        return None


class _Planner:
    """Cuts the result of a run into shards."""

    def __init__(
        self, campaign: Campaign, tree: Tree, owners: Owners | None, result: RunResult
    ) -> None:
        self._campaign = campaign
        self._tree = tree
        self._owners = owners
        self._result = result
        self._units = units_of(result.findings)
        #: What was analysed, by digest-free path: the bytes that shards are about.
        self.contents: dict[str, bytes] = {**self._untouched(), **result.before}
        named = named_patch(result.before, result.after, self._units)
        self._hunks = {file.path: len(file.hunks) for file in named.patch}
        self._order = [*named.names, *(i for i in range(len(self._units)) if i not in named.names)]

    def _untouched(self) -> dict[str, bytes]:
        """Files that fixes edit so that nothing changes in the end."""
        paths = {path for unit in self._units for path in unit.fix.paths}
        read = {path: self._tree.read(path) for path in paths - self._result.after.keys()}
        return {path: data for path, data in read.items() if data is not None}

    def shards(self, known: Sequence[Entry], *, sticky: bool) -> list[Shard]:
        live = [entry for entry in known if entry.state in _LIVE]
        fixes = self._fixes(known)
        before = Before(
            shard_of={fix.key: e.shard.key for e in live for fix in e.shard.fixes},
            title_of={entry.shard.key: entry.shard.title for entry in live},
            takes_more={e.shard.key for e in live if e.state is ShardState.PLANNED},
        )
        return pack(
            components(fixes, self._tree),
            {path: self._file(path) for fix in fixes for path in fix.paths},
            self._campaign.by,
            self._campaign.max_hunks,
            before if sticky else None,
        )

    def _fixes(self, known: Sequence[Entry]) -> list[ShardFix]:
        """By number; what was planned before has the number that it had."""
        numbers = {fix.key: fix.number for entry in known for fix in entry.shard.fixes}
        last = max(numbers.values(), default=0)
        seen: Counter[str] = Counter()
        fixes: list[ShardFix] = []
        for index in self._order:
            unit = self._units[index]
            key = _fix_key(unit)
            seen[key] += 1
            if seen[key] > 1:
                key = f"{key}.{seen[key]}"
            number = numbers.get(key)
            if number is None:
                number = last = last + 1
            fixes.append(ShardFix(key, number, unit.findings))
        return sorted(fixes, key=lambda fix: fix.number)

    def _file(self, path: str) -> ShardFile:
        before = self.contents.get(path)
        after = self._result.after.get(path, before)
        return ShardFile(
            path=path,
            before="" if before is None else digest_of(before),
            after=digest_of(after or b""),
            owners=self._owners.of(self._tree.prefix + path) if self._owners else (),
            module=self._tree.module_of(path.rpartition("/")[0]),
            hunks=self._hunks.get(path, 0),
        )


def _fix_key(unit: Unit) -> str:
    """What stays of a fix while the lines around it move."""
    symbols = sorted({f"{finding.codemod} {finding.symbol}" for finding in unit.findings})
    text = "\n".join((*symbols, "", *unit.fix.paths))
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _on_disk(store: Store, tree: Tree, known: Sequence[Entry]) -> list[Entry]:
    """The shards, those as merged whose changes are in the files."""
    return [
        replace(entry, state=ShardState.MERGED, reason=IN_THE_TREE)
        if entry.state in _LIVE and _is_merged(store, tree, entry)
        else entry
        for entry in known
    ]


def _is_merged(store: Store, tree: Tree, entry: Entry) -> bool:
    """Whether every file is what its patch makes of it, or, where there is none yet, all fixes."""
    made = store.made(entry.shard.key) if entry.state in WITH_PATCH else None
    if made is not None:
        return all(tree.read(path) == data for path, data in made.after.items())
    if entry.state is ShardState.REFUSED:
        return False
    read = ((file, tree.read(file.path)) for file in entry.shard.files)
    return all(data is not None and digest_of(data) == file.after for file, data in read)


def _unclear(
    known: Sequence[Entry], shards: Sequence[Shard], problems: Sequence[FileProblem]
) -> frozenset[str]:
    """Shards whose fixes may be missing only because a folder or file could not be looked at.

    A file that another shard has by now is that one's.
    """
    taken = {path for shard in shards for path in shard.paths}
    places = {problem.path for problem in problems}
    return frozenset(
        entry.shard.key
        for entry in known
        if entry.state in _LIVE
        and taken.isdisjoint(entry.shard.paths)
        and any(
            place in places
            for path in entry.shard.paths
            for place in (path, *map(str, PurePosixPath(path).parents))
        )
    )


def _store(
    store: Store,
    campaign: Campaign,
    shards: Sequence[Shard],
    contents: Mapping[str, bytes],
    known: Sequence[Entry],
    unclear: frozenset[str],
) -> dict[str, ShardState]:
    """Replaces the plan by a new one; the states that differ. Shards that are `unclear` stay."""
    old = {entry.shard.key: entry for entry in known}
    new = {shard.key: shard for shard in shards}
    changed: dict[str, ShardState] = {}
    tree = Tree(Path(campaign.root))
    with store.transaction():
        store.set_campaign(campaign)
        needed = {file.path for shard in shards for file in shard.files}
        store.keep(data for path, data in contents.items() if path in needed)
        for position, shard in enumerate(shards):
            entry = _continued(shard, old.get(shard.key))
            if entry.state not in WITH_PATCH:
                store.unmake(shard.key)
            store.put(entry, position)
            if shard.key not in old or old[shard.key].state is not entry.state:
                changed[shard.key] = entry.state
        for key, entry in old.items():
            if key in new or key in unclear or entry.state not in _LIVE:
                continue
            is_merged = _is_merged(store, tree, entry)
            state = ShardState.MERGED if is_merged else ShardState.GONE
            if not is_merged:
                store.unmake(key)
            store.move(key, state, IN_THE_TREE if is_merged else NOT_FOUND)
            changed[key] = state
        store.forget_unused()
    return changed


def _continued(shard: Shard, old: Entry | None) -> Entry:
    """The state of a shard of the new plan."""
    if old is None:
        return Entry(shard, ShardState.PLANNED)
    is_same = _content(shard) == _content(old.shard)
    if old.state is ShardState.MERGED and old.reason != IN_THE_TREE and is_same:
        return replace(old, shard=shard)  # another branch has it, and this tree is behind
    if old.state in (ShardState.MERGED, ShardState.GONE):
        return Entry(shard, ShardState.PLANNED, FOUND_AGAIN)
    if not is_same:
        reason = FILES_CHANGED if old.state in WITH_PATCH | SETTLED else ""
        return Entry(shard, ShardState.PLANNED, reason)
    if old.state in (ShardState.STALE, ShardState.RUNNING):
        return Entry(shard, ShardState.PLANNED)
    return replace(old, shard=shard)


def _content(shard: Shard) -> object:
    """What a patch is made of: the same files with the same edits make the same patch."""
    files = tuple((file.path, file.before, file.after) for file in shard.files)
    return files, tuple((fix.key, fix.number, fix.edits) for fix in shard.fixes)


def _dirty(tree: Tree, shards: Sequence[Shard]) -> list[str]:
    """Files of the shards with changes that no commit has; none where git cannot say."""
    try:
        return dirty_files(tree.root, [path for shard in shards for path in shard.paths])
    except EnvironmentProblem:
        return []
