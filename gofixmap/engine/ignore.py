"""What git ignores, read from its files; git itself is not run.

Rules come from `.gitignore` in the file's directory and every directory above it up to the
repository's root (where `.git` is), and from `.git/info/exclude`. The deepest file with an opinion
wins. A nested repository starts with no rules. Outside of a repository nothing is ignored. The
user's global excludes file is not read.
"""

# Texts, not Path objects: this runs for each file and directory of a tree.
# ruff: noqa: PTH113, PTH118, PTH120, PTH206
from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.workspace.watch import note, note_contents

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_BYTES = 1024 * 1024


class IgnoreRules(Struct, frozen=True):
    """The rules that hold inside `directory` (absolute), the innermost last."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()  # (directory with "/", rules)

    def ignores(self, path: str, *, is_directory: bool) -> bool:
        """Whether git ignores the absolute `path`; its parents are known not to be ignored."""
        for base, spec in reversed(self.specs):
            relative = path[len(base) :] + ("/" if is_directory else "")
            verdict = spec.check_file(relative).include
            if verdict is not None:
                return verdict
        return False

    def entering(self, directory: str, names: frozenset[str] | set[str]) -> IgnoreRules:
        """The rules inside `directory`, whose entries are `names`."""
        rules = IgnoreRules() if ".git" in names else self
        if ".git" in names:
            rules = rules._with(directory, os.path.join(directory, ".git", "info", "exclude"))
        if ".gitignore" in names and (rules.specs or _in_repository(directory)):
            rules = rules._with(directory, os.path.join(directory, ".gitignore"))
        return rules

    def _with(self, directory: str, file: str) -> IgnoreRules:
        spec = _read(file)
        return self if spec is None else IgnoreRules((*self.specs, (directory + "/", spec)))


def _in_repository(directory: str) -> bool:
    return repository_of(directory) is not None


def repository_of(directory: str) -> str | None:
    """The nearest directory at or above `directory` that holds `.git`."""
    note(os.path.join(directory, ".git"))
    while not os.path.lexists(os.path.join(directory, ".git")):
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent
        note(os.path.join(directory, ".git"))
    return directory


def rules_above(directory: str) -> IgnoreRules:
    """The rules that hold for the entry `directory` itself: those of the directories above."""
    root = repository_of(directory)
    if root is None or root == directory:
        return IgnoreRules()
    rules = IgnoreRules()
    at = root
    for name in os.path.relpath(directory, root).split(os.sep):
        for name_of_rules in (".git", ".gitignore"):
            note(os.path.join(at, name_of_rules))
        present = {n for n in (".git", ".gitignore") if os.path.lexists(os.path.join(at, n))}
        rules = rules.entering(at, present)
        at = os.path.join(at, name)
    return rules


def _read(file: str) -> GitIgnoreSpec | None:
    """The rules of one file; None where it is absent, unreadable, not a file, or without rules."""
    note_contents(file)
    if not os.path.isfile(file):
        return None
    try:
        with open(file, "rb") as stream:
            text = stream.read(_MAX_BYTES).decode("utf-8", errors="surrogateescape")
    except OSError:
        return None
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return _spec(lines) if lines else None


def _spec(lines: list[str]) -> GitIgnoreSpec | None:
    """The rules of these lines; as git does, a line that is no pattern is skipped."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        valid = [line for line in lines if _is_pattern(line)]
        return GitIgnoreSpec.from_lines(valid) if valid else None


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
