"""Asks git itself, about a repository that nobody trusts.

Settings inside the repository that would make git run programs (a file system monitor, hooks,
content filters, a diff program) are switched off for each question.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from shutil import which

from gofixmap.errors import EnvironmentProblem

_SECONDS = 120
_SAFE = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--literal-pathspecs")


@dataclass(frozen=True, slots=True)
class Git:
    """A repository, by its top folder; `purpose` and `hint` are for when git fails."""

    repository: str
    purpose: str  # "uncommitted changes cannot be seen"
    hint: str = ""

    def ask(self, arguments: Sequence[str]) -> str:
        """What a git command prints. Raises EnvironmentProblem where it fails."""
        done = self._run([*_SAFE, *self._without_filters(), *arguments])
        if done.returncode:
            words = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
            raise self._problem(
                f"git {arguments[0]} failed: {words[0] if words else done.returncode}"
            )
        return os.fsdecode(done.stdout)

    def try_to_ask(self, arguments: Sequence[str]) -> str | None:
        """The same; None where git says no."""
        done = self._run([*_SAFE, *arguments])
        return None if done.returncode else os.fsdecode(done.stdout)

    def _without_filters(self) -> Iterator[str]:
        """Arguments that switch off the content filters of the repository's own settings.

        Those are also in files that its settings include, and in those of the work tree.
        """
        asked = ["config", "--includes", "--show-scope", "--name-only", "-z", "--get-regexp"]
        words = (self.try_to_ask([*asked, r"^filter\."]) or "").split("\0")
        for scope, key in zip(words[::2], words[1::2], strict=False):
            if scope in ("system", "global"):  # the user's own
                continue
            name, _, last = key.rpartition(".")
            if last in ("clean", "process", "smudge"):
                yield from ("-c", f"{name}.{last}=", "-c", f"{name}.required=false")

    def _run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        git = which("git")
        if git is None:
            raise self._problem(f"git is not installed, so {self.purpose}")
        try:
            return subprocess.run(
                [git, *arguments],
                cwd=self.repository,
                env={**_environment(), "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise self._problem(f"git cannot be run: {error}") from error

    def _problem(self, what: str) -> EnvironmentProblem:
        return EnvironmentProblem(what, where=self.repository, hint=self.hint)


# What git tells its hooks of the repository that they run for.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")


def _environment() -> dict[str, str]:
    """The environment without what names a repository: the one to ask is that of the folder."""
    return {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
