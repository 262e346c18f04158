"""What `gofixmap race` is asked to do."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

DEFAULT_RUNS = 20
DEFAULT_TIMEOUT = 120.0  # seconds
EVERYTHING = ("./...",)


class RaceRequest(Struct, frozen=True):
    """One run of the loop. `patterns` are packages as `go test` takes them, seen from `directory`.

    `first_runs` is how often all tests are run to find races, `runs` how often the racing ones
    are run to prove a remedy, `timeout` the seconds that the tests of one package may take in one
    run of Go before they count as hanging. `evidence` names logs whose races are taken up besides
    those that the tests show.
    """

    directory: Path
    patterns: tuple[str, ...] = EVERYTHING
    tests: str = ""  # the regular expression of go test -run
    runs: int = DEFAULT_RUNS
    first_runs: int = 1
    timeout: float = DEFAULT_TIMEOUT
    tags: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    evidence: tuple[Path, ...] = ()
    jobs: int = 0
    config_file: Path | None = None
