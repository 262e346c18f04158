"""What a run is asked to do, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from gofixmap.model import OptionValue, Safety, Symbol
from gofixmap.workspace.limits import MAX_FILE_BYTES

if TYPE_CHECKING:
    from gofixmap.evidence.model import Report
    from gofixmap.workspace import GoEnvironment

MAX_ROUNDS = 10


class Request(Struct, frozen=True):
    """One run. Everything is plain data; nothing is printed and nothing is written.

    `select` empty means "as the configuration says, else all". `options` has keys of the form
    `map-writeback.missing`. `safety` None means "as the configuration says, else safe".
    `overlay` maps paths (absolute, or relative to the working directory) to contents that stand
    in for the disk: an editor's buffer, a filter's stdin. `config_file` replaces every
    .gofixmap.toml.
    `targets` are names, `symbols` are declarations that are targets as well, for what shares its
    name with another one; each lies in a directory of `paths`.
    `evidence` are files with race reports, `reports` are ones that have been read already: the
    variables that they name are asked about as targets are. Of several remedies for one symbol only
    the best is kept, all of them with `alternatives`.
    `changed_lines` keeps only findings on these lines: path to inclusive (first, last) pairs.
    `diff_base` does so for the lines that have changed since a git revision.
    `baseline` is a file of known findings, which a check silences, in place of those that
    configurations name; without `use_baseline` none is read.
    `force_exclude` leaves out of `paths` what walking a folder would leave out: vendored, generated
    and excluded files.
    `environment` None is this machine's; another one stands for a build variant (`matrix`).
    `use_cache` lets the run begin with what is remembered of former ones of the same tree, and
    remember what it finds. It changes nothing but the time that it takes.
    `apply` False is `check`: findings with their fixes, one round, no new contents.
    """

    paths: tuple[Path, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    safety: Safety | None = None
    targets: tuple[str, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    evidence: tuple[Path, ...] = ()
    reports: tuple[Report, ...] = ()
    alternatives: bool = False
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    apply: bool = True
    jobs: int = 0  # 0: as many as there are processors
    overlay: Mapping[str, bytes] = field(default_factory=dict)
    config_file: Path | None = None
    include_generated: bool = False
    force_exclude: bool = False
    max_rounds: int = MAX_ROUNDS
    max_file_bytes: int = MAX_FILE_BYTES  # larger files are reported, not analysed
    verify: str = "none"  # none | build | vet | test | race | auto
    verify_seconds: float | None = None  # None: the limit that goes with the level
    changed_lines: Mapping[str, tuple[tuple[int, int], ...]] | None = None
    diff_base: str = ""
    baseline: Path | None = None
    use_baseline: bool = True
    environment: GoEnvironment | None = None
    use_cache: bool = False


class Progress(Protocol):
    """Called from the thread that called `run`; `total` may grow from round to round."""

    def __call__(self, done: int, total: int, label: str) -> None: ...


def silent(done: int, total: int, label: str) -> None:
    """The progress of a run that nobody watches."""
