"""Whose a file is, by the CODEOWNERS file of a repository, as GitHub or as GitLab reads it.

The file is part of the tree, and nothing in it is trusted: its size and the number of its lines
are limited, a symbolic link is not followed, and lines that mean nothing are told of and left out.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct, field

from gofixmap.errors import UsageError
from gofixmap.patch.ownerpatterns import Pattern, github_pattern, gitlab_pattern

#: Where GitHub looks (the first, then the top, then docs) and GitLab (the top, docs, the last).
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
NOBODY = "without an owner"
MAX_BYTES = 3_000_000  # GitHub's limit: it reads no larger one
MAX_RULES = 50_000

_OWNER = re.compile(r"@{1,2}[\w.-]+(?:/[\w.-]+)*|[^@\s]+@[^@\s]+\.[^@\s]+")
_MENTION = re.compile(r"@{1,2}[\w][\w.-]*(?:/[\w.-]+)*|[^@\s,;()<>]+@[^@\s,;()<>]+\.\w+")
_WORD = re.compile(r"(?:\\.|[^\\\s])+|\\")
_SECTION = re.compile(r"(\^?)\[([^\[\]]+)\](?:\[[0-9]+\])?(?:\s+(.*))?")


class Dialect(Enum):
    """Whose rules a file follows."""

    GITHUB = "GitHub"
    GITLAB = "GitLab"


class Rule(Struct, frozen=True):
    """A line of the file. `excludes` is GitLab's `!`: nobody of the section owns the file."""

    pattern: Pattern
    owners: tuple[str, ...]
    excludes: bool = False


class Section(Struct):
    """Rules of which one counts; GitHub's files have one of them, without a name."""

    optional: bool = False
    rules: list[Rule] = field(default_factory=list)

    def owners_of(self, parts: Sequence[str]) -> tuple[str, ...]:
        """By the last rule that matches; nobody where one excludes the file."""
        matching = [rule for rule in self.rules if rule.pattern.matches(parts)]
        if not matching or any(rule.excludes for rule in matching):
            return ()
        return matching[-1].owners


class Owners(Struct, frozen=True):
    """A CODEOWNERS file that was read. `problems` are its lines that were left out, and why."""

    path: str  # from the top of the repository
    dialect: Dialect
    sections: tuple[Section, ...]
    problems: tuple[str, ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, by its path from the top of the repository; sorted.

        Those of optional sections count where no other section has any.
        """
        parts = path.split("/")
        required: set[str] = set()
        optional: set[str] = set()
        for section in self.sections:
            (optional if section.optional else required).update(section.owners_of(parts))
        return tuple(sorted(required or optional))


def read_owners(top: Path) -> Owners:
    """The owners that a repository names. Raises UsageError where it names none."""
    for place in PLACES:
        data = _contents(top, place)
        if data is not None:
            return parse_owners(data, place, _dialect(top, place, data))
    raise UsageError(
        "there is no CODEOWNERS", where=str(top), hint=f"it is looked for as {', '.join(PLACES)}"
    )


def parse_owners(data: bytes, path: str, dialect: Dialect) -> Owners:
    """Raises UsageError where the file is beyond the limits."""
    if len(data) > MAX_BYTES:
        raise UsageError("is larger than 3 MB", where=path)
    lines = data.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
    reader = _GitHub(path) if dialect is Dialect.GITHUB else _GitLab(path)
    for number, line in enumerate(lines, 1):
        reader.read(line.strip(), number)
        if reader.count > MAX_RULES:
            raise UsageError(f"has more than {MAX_RULES} rules", where=path)
    sections = tuple(reader.sections.values())
    return Owners(path, dialect, sections, tuple(reader.problems))


class _Reader:
    """Reads line after line."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.sections: dict[str, Section] = {"": Section()}
        self.problems: list[str] = []
        self.count = 0

    def read(self, line: str, number: int) -> None:
        if not line or line.startswith("#"):
            return
        why = self._refusal(line)
        if why:
            self.problems.append(f"{self._path}:{number}: {why}, left out")

    def _refusal(self, line: str) -> str:
        """Reads a line that is no comment; why it was left out, or ""."""
        raise NotImplementedError

    def _add(self, section: Section, rule: Rule) -> None:
        section.rules.append(rule)
        self.count += 1


class _GitHub(_Reader):
    def _refusal(self, line: str) -> str:
        words = _words(line)
        pattern = github_pattern(words[0])
        if pattern is None:
            return f"{words[0]!r} is no pattern of GitHub's"
        named = list(_until_comment(words[1:]))
        wrong = [word for word in named if not _OWNER.fullmatch(word)]
        if wrong:
            return f"{wrong[0]!r} is no owner"
        self._add(self.sections[""], Rule(pattern, _sorted(named)))
        return ""


class _GitLab(_Reader):
    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._section = self.sections[""]
        self._default: tuple[str, ...] = ()

    def _refusal(self, line: str) -> str:
        heading = _SECTION.fullmatch(line)
        if heading is not None:
            self._begin(optional=bool(heading[1]), name=heading[2], owners=heading[3] or "")
            return ""
        words = _words(line)
        excludes = words[0].startswith("!")
        pattern = gitlab_pattern(words[0].removeprefix("!"))
        if pattern is None:
            return f"{words[0]!r} is no pattern of GitLab's"
        # GitLab has no comments behind a rule: whoever is mentioned in one is an owner.
        named = _sorted(_MENTION.findall(line[len(words[0]) :]))
        self._add(self._section, Rule(pattern, named or self._default, excludes))
        return ""

    def _begin(self, *, optional: bool, name: str, owners: str) -> None:
        """Sections of one name are one section, and required where one of them is."""
        key = name.strip().casefold()
        known = self.sections.get(key)
        if known is None:
            known = self.sections[key] = Section(optional)
        known.optional &= optional
        self._section = known
        self._default = _sorted(_MENTION.findall(owners))


def _words(line: str) -> list[str]:
    """Split at white space that is not escaped; the backslashes stay, for the pattern."""
    return _WORD.findall(line)


def _until_comment(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word.startswith("#"):
            return
        yield word


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(names)))


def _dialect(top: Path, place: str, data: bytes) -> Dialect:
    """By the folder; elsewhere by what only one of the two has."""
    if place.startswith(".git"):
        return Dialect.GITHUB if place.startswith(".github") else Dialect.GITLAB
    lines = data.decode("utf-8", "replace").splitlines()
    if any(_SECTION.fullmatch(line.strip()) for line in lines):
        return Dialect.GITLAB
    return Dialect.GITLAB if (top / ".gitlab-ci.yml").is_file() else Dialect.GITHUB


def _contents(top: Path, place: str) -> bytes | None:
    """The bytes of a regular file that no symbolic link leads to, one more than the limit.

    Raises UsageError where there is one that cannot be read.
    """
    file = top / place
    try:
        if file.parent != top and stat.S_ISLNK(file.parent.lstat().st_mode):
            return None
        if not stat.S_ISREG(file.lstat().st_mode):  # opening a folder or a device may do harm
            return None
        handle = os.open(file, os.O_RDONLY | _NO_FOLLOW | _NO_WAIT)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UsageError(f"cannot read it: {error.strerror}", where=place) from error
    with os.fdopen(handle, "rb") as stream:
        try:
            return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise UsageError(f"cannot read it: {error.strerror}", where=place) from error


_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: int = getattr(os, "O_NONBLOCK", 0)  # a pipe must not stop us
