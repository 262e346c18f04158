"""Comments that silence findings.

`//gofixmap:ignore NAME reason` covers its own line where it follows code, else the next line that
is not a comment; in the doc comment or on the first line of a top-level declaration it covers the
declaration. `//gofixmap:ignore-file NAME reason` covers the file. NAME may be a list with commas;
without it, or as `all`, every codemod is meant. `//nolint:LIST` is honoured where LIST has
`gofixmap`, `all` or a linter that the codemod calls its equivalent, and staticcheck's
`//lint:ignore` and `//lint:file-ignore` where LIST has an equivalent. A bare `//nolint` is not:
who wrote it had other linters in mind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.syntax.source import Declaration, SourceFile

_NEEDLES = (b"gofixmap:ignore", b"lint:")  # the second also for `nolint:`
_IGNORE = re.compile(r"//\s?gofixmap:(ignore|ignore-file)(?:\s+(\S+)(?:\s+(.*))?)?")
_NOLINT = re.compile(r"//\s?nolint:\s*([\w-]+(?:\s*,\s*[\w-]+)*)\s*(?://\s*(.*)|\s.*)?")
_STATICCHECK = re.compile(r"//lint:(ignore|file-ignore)\s+(\S+)(?:\s+(.*))?")
_BLANK = b" \t\r\f\v\xef\xbb\xbf"  # the last three: a byte order mark
_EVERYTHING = frozenset({"gofixmap", "all"})


class Suppression(Struct, frozen=True):
    """One comment: whom it silences and the lines (1-based, both included) that it covers."""

    names: frozenset[str]  # empty: all codemods
    own: bool  # the names are codemods, not linters
    reason: str
    span: Span
    first: int
    last: int

    def first_offset(self, file: SourceFile) -> int:
        """Where the first line that it covers begins."""
        return file.lines.line_start(self.first)

    def covers(self, codemod: str, line: int, equivalents: Collection[str]) -> bool:
        if not self.first <= line <= self.last:
            return False
        if self.own:
            return not self.names or codemod in self.names
        return bool(self.names & _EVERYTHING) or not self.names.isdisjoint(equivalents)


class Suppressions(Struct, frozen=True):
    """The suppressions of one file."""

    file: SourceFile
    entries: tuple[Suppression, ...] = ()
    # The same by line, those for the whole file under 0.
    on_lines: Mapping[int, Sequence[Suppression]] = field(default_factory=dict)

    def reason_for(self, codemod: str, span: Span, equivalents: Collection[str] = ()) -> str | None:
        """Why a finding of `codemod` at `span` is silenced, None where it is not."""
        for entry in self.silencing(codemod, span, equivalents):
            return self.reason_of(entry)
        return None

    def silencing(
        self, codemod: str, span: Span, equivalents: Collection[str] = ()
    ) -> tuple[Suppression, ...]:
        """The comments that silence a finding of `codemod` at `span`, in order.

        The lines on which the span starts and ends count. `equivalents` are the linters whose
        suppression silences the codemod as well.
        """
        if not self.entries:
            return ()
        lines = self.file.lines
        places = {lines.line_of(span.start), lines.line_of(max(span.start, span.end - 1))}
        near = [entry for line in (0, *places) for entry in self.on_lines.get(line, ())]
        found = [
            entry
            for entry in near
            if any(entry.covers(codemod, line, equivalents) for line in places)
        ]
        return tuple(sorted(dict.fromkeys(found), key=lambda entry: entry.span))

    def reason_of(self, entry: Suppression) -> str:
        at = self.file.lines.line_of(entry.span.start)
        return entry.reason or f"silenced by the comment on line {at}"


def suppressions(file: SourceFile) -> Suppressions:
    """The suppressions of `file`; costs one search where it has none."""
    if not any(needle in file.data for needle in _NEEDLES):
        return Suppressions(file)
    found = []
    on_lines: dict[int, list[Suppression]] = {}
    coverage = _Coverage(file)
    for span in file.comments:
        parsed = _parse(file.text(span))
        if parsed is not None:
            names, own, whole_file, reason = parsed
            first, last = (1, file.lines.line_count) if whole_file else coverage.lines_of(span)
            entry = Suppression(names, own, reason, span, first, last)
            found.append(entry)
            for line in (0,) if whole_file else range(first, last + 1):
                on_lines.setdefault(line, []).append(entry)
    return Suppressions(file, tuple(found), on_lines)


def _parse(comment: str) -> tuple[frozenset[str], bool, bool, str] | None:
    """(names, names are codemods, for the whole file, reason)."""
    if match := _IGNORE.fullmatch(comment):
        names = frozenset((match[2] or "all").split(",")) - {""}
        everything = frozenset() if "all" in names else names
        return everything, True, match[1] == "ignore-file", (match[3] or "").strip()
    if match := _NOLINT.fullmatch(comment):
        names = frozenset(name.strip() for name in match[1].split(","))
        return names, False, False, (match[2] or "").strip()
    if match := _STATICCHECK.fullmatch(comment):
        names = frozenset(match[2].split(",")) - _EVERYTHING
        return names, False, match[1] == "file-ignore", (match[3] or "").strip()
    return None


class _Coverage:
    """Which lines comments of one file speak about."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._starts: list[int] | None = None
        self._on_line: dict[int, Declaration] = {}  # the first declaration that begins on a line

    def lines_of(self, span: Span) -> tuple[int, int]:
        """The lines, both included, that a comment at `span` speaks about."""
        file, lines = self._file, self._file.lines
        line = lines.line_of(span.start)
        if not file.data[lines.line_start(line) : span.start].strip(_BLANK):
            line = _next_code_line(file, line)
        below = self._declaration_below(span.start)
        beside = self._on_line.get(line)
        found = [each for each in (beside, below) if each is not None]
        if not found:
            return line, line
        whole = min(found, key=lambda each: each.span)
        first = lines.line_of(whole.span.start)
        return first, max(first, lines.line_of(whole.span.end))

    def _declaration_below(self, offset: int) -> Declaration | None:
        """The declaration that has what stands at an offset in its doc comment."""
        declarations = self._file.declarations
        if self._starts is None:
            self._starts = [each.span.start for each in declarations]
            line_of = self._file.lines.line_of
            self._on_line = {line_of(each.span.start): each for each in reversed(declarations)}
        at = bisect_right(self._starts, offset)
        if at < len(declarations) and declarations[at].doc_start <= offset:
            return declarations[at]
        return None


def _next_code_line(file: SourceFile, line: int) -> int:
    """The first line below `line` that is not a comment standing alone."""
    lines = file.lines
    while line < lines.line_count:
        line += 1
        if not lines.line_span(line).of(file.data).lstrip().startswith(b"//"):
            break
    return line
