"""What a campaign is made of: fixes in shards, and how far each shard is."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gofixmap.codemod import OptionValue
from gofixmap.model import Edit, Finding
from gofixmap.review.units import Unit


class By(StrEnum):
    """What the fixes of one shard have in common."""

    OWNER = "owner"  # of CODEOWNERS
    MODULE = "module"  # of the nearest go.mod
    DIRECTORY = "directory"
    HUNKS = "hunks"  # nothing: shards are filled in the order of paths


class ShardState(StrEnum):
    """How far a shard is. What `run` has not come to, or has to do again, is PLANNED."""

    PLANNED = "planned"
    RUNNING = "running"  # a run is at it, or was killed over it
    DONE = "done"  # its patch is made, and nothing has proven it
    PROVEN = "proven"  # its patch is made, and Go has passed what is in it
    REFUSED = "refused"  # Go refuses every fix of it: there is no patch
    EXPORTED = "exported"  # it has a branch, or its files for one
    MERGED = "merged"  # the tree has it
    CONFLICT = "conflict"  # its branch does not merge any more
    STALE = "stale"  # its files have changed since they were analysed: plan again
    GONE = "gone"  # its fixes are no longer found


#: States in which the shard's patch is stored and is one of the files as they were planned.
WITH_PATCH = frozenset(
    {
        ShardState.DONE,
        ShardState.PROVEN,
        ShardState.EXPORTED,
        ShardState.MERGED,
        ShardState.CONFLICT,
    }
)
#: States that a run works on.
TO_RUN = frozenset({ShardState.PLANNED, ShardState.RUNNING})
#: States in which nothing is left to do.
SETTLED = frozenset({ShardState.MERGED, ShardState.REFUSED, ShardState.GONE})


class Campaign(Struct, frozen=True):
    """What is to be rewritten, where, and how it is cut up; the same for all shards.

    `paths` are relative to `root`, "" for all of it. `safety` is a tier's label, "" for as the
    configuration says. `verify` is the level that `run` proves at. `max_hunks` 0 is no limit.
    `matrix` holds build variants as they were given (`linux/amd64`, `linux/arm64,tags=x`).
    """

    name: str
    root: str  # absolute path of the workspace root
    base_commit: str  # of the repository at the time of the latest plan; "" where there is none
    paths: tuple[str, ...] = ("",)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    safety: str = ""
    targets: tuple[str, ...] = ()
    options: tuple[tuple[str, OptionValue], ...] = ()
    config: str = ""  # absolute path of a configuration that replaces those of the tree
    by: By = By.OWNER
    max_hunks: int = 0
    verify: str = "auto"
    matrix: tuple[str, ...] = ()


class ShardFile(Struct, frozen=True):
    """A file that a shard changes, by its path from the workspace root."""

    path: str
    before: str  # SHA-256 of the contents that were analysed, in hex; "" for a file that is new
    after: str  # SHA-256 of what all fixes of the shard together make of it
    owners: tuple[str, ...] = ()  # as CODEOWNERS names them, sorted
    module: str = ""  # folder of the nearest go.mod, from the workspace root; "" for the root
    hunks: int = 0


class ShardFix(Struct, frozen=True):
    """One fix. The findings that carry it have the same edits, which are of the files on disk.

    `key` stays the same while the tree moves: it is of codemods, symbols and paths. `number` is
    the one by which the headings of hunks name the fix (`loopvar#7`), in all of the campaign.
    """

    key: str
    number: int
    findings: tuple[Finding, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        fix = self.findings[0].fix
        return fix.edits if fix is not None else ()

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted({edit.path for edit in self.edits}))

    @property
    def codemods(self) -> tuple[str, ...]:
        return tuple(sorted({finding.codemod for finding in self.findings}))

    @property
    def unit(self) -> Unit:
        """The fix as reviews and headings of patches see it."""
        fix = self.findings[0].fix
        assert fix is not None
        return Unit(fix, self.findings, self.codemods)


class Shard(Struct, frozen=True):
    """Fixes that go into one branch. No other shard changes any of its files.

    So branches merge in any order. Fixes that touch one file, or of which one is made from the
    text that the other leaves, are in one shard: no shard depends on another one.
    """

    key: str  # stays while the tree moves: [a-z0-9.-]+, fit for a branch and for a file
    title: str  # for people: owners, a module, a folder
    by: By
    files: tuple[ShardFile, ...]  # by path
    fixes: tuple[ShardFix, ...]  # by number
    owners: tuple[str, ...] = ()  # of any of its files, sorted
    straddles: bool = False  # its files are of different owners, and no smaller part would do

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(file.path for file in self.files)

    @property
    def hunks(self) -> int:
        return sum(file.hunks for file in self.files)

    @property
    def codemods(self) -> tuple[str, ...]:
        return tuple(sorted({name for fix in self.fixes for name in fix.codemods}))


class Entry(Struct, frozen=True):
    """A shard as the state has it: how far it is, since when, and why."""

    shard: Shard
    state: ShardState
    reason: str = ""
    since: float = 0.0  # seconds since 1970


class Refusal(Struct, frozen=True):
    """A fix that a run left out of its shard's patch, with what Go says of it."""

    fix: str  # its key
    reason: str


class Made(Struct, frozen=True):
    """The patch of a shard as `run` made it, with paths from the top of the git repository.

    `after` are the new contents by path from the workspace root; the bytes that they replace are
    those of `ShardFile.before`. `level` is what Go passed it at, "" for none.
    """

    patch: bytes
    after: dict[str, bytes]
    level: str = ""
    toolchain: str = ""
    notes: tuple[str, ...] = ()  # what was not proven, a sentence each
    refusals: tuple[Refusal, ...] = ()


class Change(Struct, frozen=True):
    """One line of the log: a shard went from one state to another."""

    at: float  # seconds since 1970
    shard: str
    old: ShardState | None  # None: it is new
    new: ShardState
    reason: str
    hunks: int
    owners: tuple[str, ...]
