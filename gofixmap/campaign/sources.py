"""Which repositories a survey is over: git URLs and paths, from the command line or from files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from gofixmap.errors import UsageError

PROTOCOLS = ("https", "ssh")
_SCP = re.compile(r"[\w.~-]+@[\w.-]+:(?!//)\S+")  # user@host:path, which is ssh
_MAX_LIST_BYTES = 64 << 20
_ODD = re.compile(r"[^A-Za-z0-9._-]+")


class Source(Struct, frozen=True):
    """One repository. `ref` is a branch or tag of it; "" is its default branch."""

    text: str  # as it was given
    ref: str = ""

    @property
    def is_url(self) -> bool:
        return "://" in self.text or bool(_SCP.fullmatch(self.text))

    @property
    def protocol(self) -> str:
        """The protocol of a URL, "" of a path."""
        if not self.is_url:
            return ""
        return urlsplit(self.text).scheme if "://" in self.text else "ssh"

    @property
    def key(self) -> str:
        return f"{self.text} {self.ref}".strip()

    @property
    def name(self) -> str:
        """A short name for people and for files; other sources may have the same."""
        last = "-".join(re.split(r"[/:]", self.text.rstrip("/").removesuffix(".git"))[-2:])
        return _ODD.sub("-", last).strip("-.") or "repository"


def sources_of(
    given: Iterable[str], files: Iterable[Path], protocols: Iterable[str] = PROTOCOLS
) -> tuple[Source, ...]:
    """Each source once, in order. Raises UsageError for what is neither a URL nor a path here.

    A line of a file is a URL or a path, then maybe a branch or tag; `#` begins a comment.
    """
    found = [(Source(text), "") for text in given]
    for file in files:
        found += _listed(file)
    allowed = frozenset(protocols)
    for source, where in found:
        _check(source, where, allowed)
    return tuple(dict.fromkeys(source for source, _ in found))


def _listed(file: Path) -> list[tuple[Source, str]]:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_LIST_BYTES + 1)
        text = data.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", where=str(file)) from error
    if len(data) > _MAX_LIST_BYTES:
        raise UsageError("is no list of repositories: it is too large", where=str(file))
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split() if not line.lstrip().startswith("#") else []
        if len(words) > 2:
            raise UsageError("a line has a repository and maybe a branch", where=f"{file}:{number}")
        if words:
            found.append((Source(*words), f"{file}:{number}"))
    return found


def _check(source: Source, where: str, protocols: frozenset[str]) -> None:
    for text in (source.text, source.ref):
        if text.startswith("-") or any(ord(letter) < 32 for letter in text):
            raise UsageError(f"{text!r} is no repository", where=where)
    if "::" in source.text.partition("/")[0] or (
        source.is_url and source.protocol not in protocols
    ):
        raise UsageError(
            f"{source.text} is reached by a protocol that is not allowed",
            where=where,
            hint=f"allowed are {', '.join(sorted(protocols))}; --protocols names others",
        )
    if not source.is_url and not Path(source.text).is_dir():
        raise UsageError("no such folder, and no URL", where=where or source.text)
