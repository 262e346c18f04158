"""Asks git itself, about a repository that nobody trusts.

Settings inside the repository that would make git run programs (a file system monitor, hooks,
content filters, a diff program) are switched off for each question.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from shutil import which

from msgspec import Struct

from gofixmap.errors import EnvironmentProblem

_SECONDS = 120
_SAFE = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--literal-pathspecs")


# For what writes: no transport, no sub-repositories, and nothing in git's folder but what is asked.
_CLOSED = (
    *("-c", "protocol.allow=never", "-c", "submodule.recurse=false", "-c", "gc.auto=0"),
    *("-c", "core.splitIndex=false", "-c", "core.untrackedCache=false", "-c", "index.sparse=false"),
    *("-c", "user.useConfigOnly=true", "-c", "maintenance.auto=false"),
    *("-c", "commit.gpgSign=false", "-c", "merge.verifySignatures=false"),
    *("-c", "rerere.enabled=false", "-c", "core.editor=true"),
    *("-c", "i18n.commitEncoding=UTF-8"),
)
# GIT_NO_LAZY_FETCH: what a partial clone lacks is not fetched, for that may run any program.
_PROGRAMS = r"^(filter\.|merge\..*\.driver$)"
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class Git(Struct, frozen=True):
    """A repository, by its top folder; `purpose` and `hint` are for when git fails.

    Which programs its settings name is asked for each command; once where `settings` is a list,
    for work that is over before anybody could trust the repository with another setting.
    """

    repository: str
    purpose: str  # "uncommitted changes cannot be seen"
    hint: str = ""
    settings: list[Sequence[str]] | None = None

    def ask(self, arguments: Sequence[str]) -> str:
        """What a git command prints. Raises EnvironmentProblem where it fails."""
        done = self._run([*_SAFE, *self._without_programs(merging=False), *arguments])
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

    def feed(
        self,
        arguments: Sequence[str],
        data: bytes = b"",
        variables: Mapping[str, str] | None = None,
        directory: str = "",
    ) -> bytes:
        """What a command that may change the repository prints, `data` being its standard input.

        `variables` are put into its environment, `directory` is another work tree to run it in.
        Raises EnvironmentProblem where it fails.
        """
        done = self._fed(arguments, data, variables, directory)
        if done.returncode:
            words = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
            raise self._problem(
                f"git {arguments[0]} failed: {words[0] if words else done.returncode}"
            )
        return done.stdout

    def try_to_feed(self, arguments: Sequence[str], directory: str = "") -> tuple[int, bytes]:
        """The same; its status, with what it prints."""
        done = self._fed(arguments, b"", None, directory)
        return done.returncode, done.stdout

    def _fed(
        self,
        arguments: Sequence[str],
        data: bytes,
        variables: Mapping[str, str] | None,
        directory: str,
    ) -> subprocess.CompletedProcess[bytes]:
        safe = [*_SAFE, *_CLOSED, *self._without_programs(merging=True)]
        return self._run([*safe, *arguments], data, variables, directory)

    def _without_programs(self, *, merging: bool) -> Iterator[str]:
        """Arguments that switch off programs that the repository's own settings name.

        Those are its content filters and, for what may be `merging`, its merge programs. They are
        also in files that its settings include, and in those of the work tree.
        """
        for key in self._own_settings():
            name, _, last = key.rpartition(".")
            if key.startswith("merge."):
                yield from ("-c", f"{key}=false") if merging else ()  # it fails: a conflict
            elif last in ("clean", "process", "smudge"):
                yield from ("-c", f"{name}.{last}=", "-c", f"{name}.required=false")

    def _own_settings(self) -> Sequence[str]:
        """The names of settings with programs that are not the user's own but the repository's."""
        if self.settings is None:
            return self._asked_settings()
        if not self.settings:
            self.settings.append(self._asked_settings())
        return self.settings[0]

    def _asked_settings(self) -> Sequence[str]:
        asked = ["config", "--includes", "--show-scope", "--name-only", "-z", "--get-regexp"]
        words = (self.try_to_ask([*asked, _PROGRAMS]) or "").split("\0")
        pairs = zip(words[::2], words[1::2], strict=False)
        return [key for scope, key in pairs if scope not in ("system", "global")]

    def _run(
        self,
        arguments: Sequence[str],
        data: bytes = b"",
        variables: Mapping[str, str] | None = None,
        directory: str = "",
    ) -> subprocess.CompletedProcess[bytes]:
        git = which("git")
        if git is None:
            raise self._problem(f"git is not installed, so {self.purpose}")
        try:
            return subprocess.run(
                [git, *arguments],
                cwd=directory or self.repository,
                env={**_environment(), **_QUIET, **(variables or {})},
                input=data,
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
