"""Which files have uncommitted changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gofixmap.engine.git import Git
from gofixmap.engine.ignore import repository_of

_PATHS_PER_CALL = 500
_STATUS = (
    "status",
    "--porcelain",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignored=no",
    "--ignore-submodules=all",
)


def dirty_files(root: Path, paths: Sequence[str]) -> list[str]:
    """Which of `paths` (relative to `root`) git calls changed or untracked.

    Outside of a repository none is; files of nested repositories are asked about in their own.
    Raises EnvironmentProblem where there is a repository and git cannot tell.
    """
    by_repository: dict[str, dict[str, str]] = {}
    for path in paths:
        real = (root / path).resolve()
        repository = repository_of(str(real.parent))
        if repository is not None:
            inside = real.relative_to(repository).as_posix()
            by_repository.setdefault(repository, {})[inside] = path
    dirty: set[str] = set()
    for repository, names in by_repository.items():
        dirty.update(names[name] for name in _changed(repository, list(names)) if name in names)
    return sorted(dirty)


def _changed(repository: str, paths: Sequence[str]) -> Iterator[str]:
    """Those of `paths` (relative to the repository) that differ from HEAD, or are new."""
    git = Git(
        repository,
        "uncommitted changes cannot be seen",
        "use --allow-dirty to write all the same",
    )
    for at in range(0, len(paths), _PATHS_PER_CALL):
        batch = paths[at : at + _PATHS_PER_CALL]
        for entry in git.ask([*_STATUS, "--", *batch]).split("\0"):
            if entry:
                yield entry[3:]  # two letters and a blank stand before the path
