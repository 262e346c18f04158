"""The compiler's errors as values, and how those of two builds are compared."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

_ERROR = re.compile(r"^(?P<file>[^\s:][^:]*\.\w+):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<text>.*)")
_POSITION = re.compile(r"[^\s:]+\.go:\d+(:\d+)?")
_SYNTAX = "syntax error"
TOO_MANY = "too many errors"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error; `path` is absolute, `line` and `column` count from 1 (0 where not given).

    Of a failing test `path` is the directory of its package, with a slash at its end.
    """

    path: str
    line: int
    column: int
    message: str
    said_by: str = "the compiler"
    detail: str = field(default="", compare=False)  # words that may differ from run to run

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same when lines move: the file and the words without positions."""
        return self.path, _POSITION.sub("", self.message)

    @property
    def is_syntax(self) -> bool:
        return self.message.startswith(_SYNTAX)


def parse_output(
    text: str, directory: Path, said_by: str = "the compiler"
) -> tuple[list[Diagnostic], list[str]]:
    """Errors in a compiler's output (paths relative to `directory`), and lines that are none.

    Lines that are indented belong to the error above them.
    """
    found: list[Diagnostic] = []
    rest: list[str] = []
    for line in text.splitlines():
        match = _ERROR.match(line)
        if match:
            path = os.path.normpath(directory / match["file"]).replace(os.sep, "/")
            column = int(match["column"] or 0)
            words = match["text"].strip()
            found.append(Diagnostic(path, int(match["line"]), column, words, said_by))
        elif line.startswith(("\t", " ")) and found:
            last = found.pop()
            found.append(replace(last, message=f"{last.message} {line.strip()}"))
        elif line.strip() and not line.startswith("#"):
            rest.append(line.strip())
    return found, rest


def count(diagnostics: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    """How often each error occurs; the same place in a package and its test variant is once."""
    return Counter(diagnostic.key for diagnostic in set(diagnostics))


def new_errors(
    before: Iterable[Diagnostic],
    after: Iterable[Diagnostic],
    suspected: Callable[[Diagnostic], bool] = lambda _: False,
) -> list[Diagnostic]:
    """The errors of `after` that `before` has not, in order of place; as many as there are more.

    Of several equal ones those that are `suspected` (they stand on a changed line) are the new.
    """
    budget = count(before)
    fresh: list[Diagnostic] = []
    for diagnostic in sorted(set(after), key=lambda d: (suspected(d), *_place(d))):
        if budget[diagnostic.key] > 0:
            budget[diagnostic.key] -= 1
        else:
            fresh.append(diagnostic)
    return sorted(fresh, key=_place)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    return diagnostic.path, diagnostic.line, diagnostic.column, diagnostic.message


def repaired(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> int:
    """How many errors of `before` are gone."""
    return sum((count(before) - count(after)).values())
