"""What the reports for services share: places in the repository, and texts that harm no reader.

A service looks for files from the top of the repository, takes a path as it is written, and shows
a text to people: on a page, in the log of a job. A file may be called anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from msgspec.structs import replace

from gofixmap.edits.apply import merge
from gofixmap.model import Edit, FileProblem, Finding, Fix, RunResult, Safety
from gofixmap.reports.lines import one_line, whole_characters
from gofixmap.reports.sources import Sources


class Rule(NamedTuple):
    """What a report says of a codemod."""

    name: str
    title: str
    why: str  # a paragraph
    page: str  # Markdown, as `explain` prints it


class Service:
    """A run's result as a service sees it. `prefix` leads from the top of the repository to the
    workspace root: "" or "services/shop/"."""

    def __init__(self, result: RunResult, sources: Sources, prefix: str = "") -> None:
        self.sources = sources
        self.prefix = prefix
        self.findings = sorted(result.findings, key=sources.order)
        self.problems = sorted(set(result.problems), key=place)

    def path(self, path: str) -> str:
        """The path from the top of the repository; absolute where it lies outside."""
        return path if path.startswith("/") else self.prefix + path

    def place(self, problem: FileProblem) -> tuple[str, int]:
        """The path and the line of a problem: 0 where it is about the whole file.

        A problem of a go.mod names its line behind a colon.
        """
        path, _, line = problem.path.rpartition(":")
        if not (line.isdecimal() and line.isascii() and self.sources.exists(path)):
            return self.path(problem.path), 0
        return self.path(path), int(line)

    def fingerprints(self) -> Iterator[tuple[Finding, str]]:
        """Each finding with a text that no other one has."""
        seen: Counter[str] = Counter()
        for finding in self.findings:
            same = self._fingerprint(finding)
            yield finding, f"{same}:{seen[same]}"
            seen[same] += 1

    def _fingerprint(self, finding: Finding) -> str:
        """What stays the same while lines above come and go: rule, symbol and the text found."""
        text = self.sources.data(finding.path)[finding.span.start : finding.span.end]
        symbol = whole_characters(finding.symbol).encode("utf-8", "surrogateescape")
        parts = (finding.codemod.encode(), symbol, b" ".join(text.split()))
        return sha256(b"\0".join(parts)).hexdigest()[:32]


def place(problem: FileProblem) -> tuple[str, str, str]:
    """The key that sorts problems the same way in every report."""
    return problem.path, problem.what, problem.hint


def message(finding: Finding) -> str:
    """What a person reads of the finding: what it is, why nothing is done, what supports it."""
    return ". ".join((one_line(finding.message), *details(finding)))


def details(finding: Finding) -> Iterator[str]:
    """The reason and the evidence, a line of text each, and each once."""
    if finding.reason:
        yield one_line(finding.reason)
    yield from dict.fromkeys(one_line(f"{each.kind}: {each.detail}") for each in finding.evidence)


def told(problem: FileProblem) -> str:
    """What could not be done, in one line."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return one_line(problem.what + hint)


def unicode_path(path: str) -> str:
    """The path as text that any reader decodes; bytes that are not UTF-8 become visible."""
    data = whole_characters(path).encode("utf-8", "surrogateescape")
    return data.decode("utf-8", "backslashreplace")


def level(safety: Safety) -> str:
    """A design decision is a note; everything else may be a mistake."""
    return "note" if safety is Safety.TARGET else "warning"


def replacements(fix: Fix) -> tuple[Edit, ...]:
    """The edits by path and place, what goes in at one offset as one.

    Whoever applies them one after the other cannot get their order wrong.
    """
    found: list[Edit] = []
    for edit in merge(fix.edits):
        last = found[-1] if found else None
        if last is not None and (last.path, last.start, last.end) == (
            edit.path,
            edit.start,
            edit.end,
        ):
            found[-1] = replace(last, text=last.text + edit.text)
        else:
            found.append(edit)
    return tuple(found)


def joined(lines: Iterable[str]) -> str:
    """Lines of a text, each with its end."""
    return "".join(f"{line}\n" for line in lines)
