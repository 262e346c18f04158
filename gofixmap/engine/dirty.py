"""Which files have uncommitted changes: the one question that git itself is asked.

Settings inside the scanned repository that would make git run programs (a file system monitor,
hooks, content filters) are switched off for the question.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from gofixmap.engine.ignore import repository_of
from gofixmap.errors import EnvironmentProblem

_SECONDS = 120
_PATHS_PER_CALL = 500


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
        changed = _Git(repository).changed(list(names))
        dirty.update(names[name] for name in changed if name in names)
    return sorted(dirty)


@dataclass(frozen=True, slots=True)
class _Git:
    repository: str

    def changed(self, paths: Sequence[str]) -> Iterator[str]:
        """Those of `paths` (relative to the repository) that differ from HEAD, or are new."""
        safe = [*_SAFE, *self._without_filters()]
        for at in range(0, len(paths), _PATHS_PER_CALL):
            batch = paths[at : at + _PATHS_PER_CALL]
            for entry in self._run([*safe, *_STATUS, "--", *batch]).split("\0"):
                if entry:
                    yield entry[3:]  # two letters and a blank stand before the path

    def _without_filters(self) -> Iterator[str]:
        """Arguments that switch off the content filters of the repository's own settings."""
        arguments = ["config", "--local", "--name-only", "-z", "--get-regexp", r"^filter\."]
        for key in self._run(arguments, may_fail=True).split("\0"):
            name, _, last = key.rpartition(".")
            if last in ("clean", "process", "smudge"):
                yield from ("-c", f"{name}.{last}=", "-c", f"{name}.required=false")

    def _run(self, arguments: Sequence[str], *, may_fail: bool = False) -> str:
        git = which("git")
        if git is None:
            raise self._problem("git is not installed, so uncommitted changes cannot be seen")
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                [git, *arguments],
                cwd=self.repository,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise self._problem(f"git cannot be run: {error}") from error
        if done.returncode and not may_fail:
            words = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
            raise self._problem(f"git status failed: {words[0] if words else done.returncode}")
        return os.fsdecode(done.stdout)

    def _problem(self, what: str) -> EnvironmentProblem:
        hint = "use --allow-dirty to write all the same"
        return EnvironmentProblem(what, where=self.repository, hint=hint)


_SAFE = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--literal-pathspecs")
_STATUS = (
    "status",
    "--porcelain",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignored=no",
    "--ignore-submodules=all",
)
