"""Works through the shards of a campaign: each is proven alone, and its patch stored.

A shard that is being worked on is marked, proven, and then moved on together with its patch in one
transaction. Who is killed in between has lost that one proof: the next run begins it anew. A patch
is made only of the contents that were analysed; where a file has changed the shard is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.campaign.lost import paths_left
from gofixmap.campaign.model import (
    SETTLED,
    TO_RUN,
    Campaign,
    Entry,
    Made,
    Refusal,
    Shard,
    ShardState,
)
from gofixmap.campaign.state import Store, digest_of
from gofixmap.campaign.tree import Tree
from gofixmap.edits import by_path, rewrite
from gofixmap.engine.proof import prove
from gofixmap.errors import GofixmapError, UsageError
from gofixmap.model import Finding, Proof
from gofixmap.patch import check_round_trip
from gofixmap.review.headings import named_patch
from gofixmap.verify.build import TIME_LIMIT
from gofixmap.verify.golist import Graphs
from gofixmap.workspace import Workspace

NO_PATCH = "Go refuses all of its fixes"
_NOT_PROVEN = "{count} of its fixes are not proven"

Told = Callable[[int, int, Entry], None]  # how many are done, of how many, and the one that is next
Ended = Callable[[Entry], None]


class Worked(Struct, frozen=True):
    """What a run came to."""

    entries: tuple[Entry, ...]  # the shards that it worked on, as they are now
    failed: frozenset[str]  # of them, those of which nothing could be found out, by key
    left: int  # shards that are still to be run


def run_shards(
    store: Store,
    *,
    keys: Collection[str] = (),
    limit: int = 0,
    level: str = "",
    seconds: float | None = None,
    told: Told = lambda done, total, entry: None,
    ended: Ended = lambda entry: None,
) -> Worked:
    """Works on all shards that are to be run, or on those that `keys` name.

    A shard that is named is run again whatever its state is, unless it is merged or gone. `limit`
    0 is none. `level` "" is the campaign's own. KeyboardInterrupt leaves the shard that was being
    worked on as it was before. A shard that cannot be proven where a proof is asked for is left for
    another run, and the others are worked on. Raises GofixmapError where nothing can be done.
    """
    with store.exclusive():
        campaign = store.campaign()
        chosen = _chosen(store.entries(), keys)
        worker = _Worker(store, campaign, level or campaign.verify, seconds)
        done: list[Entry] = []
        problems: dict[str, GofixmapError] = {}
        total = min(limit, len(chosen)) if limit else len(chosen)
        for at, entry in enumerate(chosen[:total]):
            told(at, total, entry)
            try:
                done.append(worker.work(entry))
            except GofixmapError as problem:
                problems[entry.shard.key] = problem
                done.append(worker.put_off(entry, problem))
            ended(done[-1])
        if problems and len(problems) == total:
            raise next(iter(problems.values()))
        return Worked(tuple(done), frozenset(problems), len(store.entries(TO_RUN)))


def _chosen(entries: Sequence[Entry], keys: Collection[str]) -> list[Entry]:
    if not keys:
        return [entry for entry in entries if entry.state in TO_RUN]
    by_key = {entry.shard.key: entry for entry in entries}
    for key in keys:
        entry = by_key.get(key)
        if entry is None:
            raise UsageError(f"no shard {key!r}", hint="campaign status lists them")
        if entry.state in SETTLED - {ShardState.REFUSED}:
            raise UsageError(f"{entry.state}, there is nothing to run", where=key)
    return [by_key[key] for key in dict.fromkeys(keys)]


class _Worker:
    def __init__(self, store: Store, campaign: Campaign, level: str, seconds: float | None) -> None:
        self._store = store
        self._campaign = campaign
        self._level = level
        # A proof is what a run is for, so `auto` has as long as a level that was asked for.
        self._seconds = TIME_LIMIT if seconds is None and level == "auto" else seconds
        self._tree = Tree(Path(campaign.root))
        self._workspace: Workspace | None = None
        self._graphs = Graphs()

    def work(self, entry: Entry) -> Entry:
        """Proves a shard and stores its patch; the shard as it is then."""
        shard = entry.shard
        key = shard.key
        changed = self._changed(shard)
        if not changed:
            self._store.move(key, ShardState.RUNNING)
            try:
                made = self._made(shard)
            except BaseException:  # Ctrl-C too: nothing has come of it
                self._store.move(key, _resting(entry), entry.reason)
                raise
            changed = self._changed(shard)  # while it was being proven
        if changed:
            self._store.move(key, ShardState.STALE, f"{changed} has changed since it was planned")
        elif not made.after:
            self._store.finish(key, made, ShardState.REFUSED, NO_PATCH)
        else:
            state = ShardState.PROVEN if made.level else ShardState.DONE
            self._store.finish(key, made, state, "; ".join(made.notes))
        return self._now(key)

    def put_off(self, entry: Entry, problem: GofixmapError) -> Entry:
        """Notes why a shard could not be worked on; the shard as it is then."""
        self._store.move(entry.shard.key, _resting(entry), str(problem))
        return self._now(entry.shard.key)

    def _now(self, key: str) -> Entry:
        entry = self._store.entry(key)
        assert entry is not None
        return entry

    def _changed(self, shard: Shard) -> str:
        """The first of its files that is not as it was planned, or ""."""
        for file in shard.files:
            data = self._tree.read(file.path)
            if ("" if data is None else digest_of(data)) != file.before:
                return file.path
        return ""

    def _made(self, shard: Shard) -> Made:
        findings = [finding for fix in shard.fixes for finding in fix.findings]
        kept, refused, proof = self._prove(findings)
        carried = {finding.fix.edits for finding in kept if finding.fix is not None}
        fixes = [fix for fix in shard.fixes if fix.edits in carried]
        before: dict[str, bytes] = {}
        after: dict[str, bytes] = {}
        originals = {file.path: file.before for file in shard.files}
        for path, edits in by_path(fix.unit.fix for fix in fixes).items():
            data = self._store.content(originals[path]) if originals[path] else None
            text = rewrite(data or b"", edits)
            if text != data:
                after[path] = text
                if data is not None:
                    before[path] = data
        units = [fix.unit for fix in fixes]
        prefix = self._tree.prefix
        named = named_patch(before, after, units, prefix, [fix.number for fix in fixes])
        patch = named.patch.render()
        check_round_trip(
            patch,
            {prefix + path: data for path, data in before.items()},
            {prefix + path: data for path, data in after.items()},
        )
        return _with_proof(Made(patch, after), shard, kept, refused, proof)

    def _prove(
        self, findings: Sequence[Finding]
    ) -> tuple[list[Finding], list[Finding], Proof | None]:
        if self._level == "none":
            return list(findings), [], None
        root = Path(self._campaign.root)
        if self._workspace is None:
            left = paths_left(self._campaign) or ("",)
            self._workspace = Workspace.open([root / path for path in left])
        if not self._campaign.matrix:
            return prove(
                self._workspace,
                findings,
                self._level,
                seconds=self._seconds,
                graphs=self._graphs,
            )
        from gofixmap.engine.crossproof import prove_variants
        from gofixmap.workspace.variants import parse_variants

        variants = parse_variants(self._campaign.matrix)
        return prove_variants(
            self._workspace,
            findings,
            variants,
            self._level,
            seconds=self._seconds,
            graphs=self._graphs,
        )


def _resting(entry: Entry) -> ShardState:
    """The state of a shard that nobody is at; one found running was left by a run that died."""
    return ShardState.PLANNED if entry.state is ShardState.RUNNING else entry.state


_LEVELS = ("", "build", "vet", "test", "race")


def _with_proof(
    made: Made,
    shard: Shard,
    kept: Sequence[Finding],
    refused: Sequence[Finding],
    proof: Proof | None,
) -> Made:
    """Adds what Go says. The shard is proven at the level that each of its fixes has passed."""
    reasons = {f.fix.edits: f.reason for f in refused if f.fix is not None}
    refusals = (Refusal(fix.key, reasons[fix.edits]) for fix in shard.fixes if fix.edits in reasons)
    level = min((finding.proof for finding in kept), key=_LEVELS.index, default="")
    open_fixes = {f.fix.edits for f in kept if f.fix is not None and not f.proof}
    notes = list(proof.unproven) if proof is not None else []
    if proof is not None and proof.skipped:
        notes = [proof.skipped]
    elif proof is not None and open_fixes:
        notes.insert(0, _NOT_PROVEN.format(count=len(open_fixes)))
    return replace(
        made,
        level=level,
        toolchain=proof.toolchain if proof is not None else "",
        notes=tuple(notes),
        refusals=tuple(refusals),
    )
