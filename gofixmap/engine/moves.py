"""From one version of a file to the next: which declarations stay, and where they lie now."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.model import Edit, Evidence, Finding, Fix
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.text import Span

_LINES = re.compile(r"(\bline )([0-9]+)\b")
_CLAIM = re.compile(r"(?P<path>.*?):(?P<at>[0-9]+)(?P<rest>: .*)?")


class Unit(NamedTuple):
    """A declaration with what is written above it, and the rest of its last line.

    Comments there can silence findings in it. Declarations that share a line share a unit.
    """

    start: int
    end: int
    declarations: tuple[Declaration, ...]


@lru_cache(maxsize=8)  # the new version of one change is the old one of the next
def units(file: SourceFile) -> list[Unit]:
    """The whole file in units; what follows the last declaration is one without any."""
    data = file.data
    found: list[Unit] = []
    start, held = 0, list[Declaration]()
    declarations = file.declarations
    for at, declaration in enumerate(declarations):
        held.append(declaration)
        newline = data.find(b"\n", declaration.span.end)
        end = len(data) if newline < 0 else newline + 1
        follows = declarations[at + 1].span.start if at + 1 < len(declarations) else len(data)
        if end <= follows:
            found.append(Unit(start, end, tuple(held)))
            start, held = end, []
    if start < len(data) or held:
        found.append(Unit(start, len(data), tuple(held)))
    return found


class Moved(Struct, frozen=True):
    """A finding at its new place.

    `torn` where its fix has to be made anew, and is gone. `loose` where the declaration around it
    has changed: what it says may not hold any more.
    """

    finding: Finding
    torn: bool = False
    loose: bool = False


class Move:
    """What became of the declarations of `old` in `new`, two versions of one file.

    `path` is the one that findings name. A declaration stays where its unit is the same text.
    """

    def __init__(self, old: SourceFile, new: SourceFile) -> None:
        self.path = new.path
        self._old, self._new = old, new
        before, after = units(old), units(new)
        self._head = _common(old.data, new.data)
        self._tail = _common_end(old.data, new.data, self._head)
        self._lengths = len(old.data), len(new.data)
        origin = _matched(old.data, before, new.data, after)
        self.fresh = tuple(
            declaration
            for unit, source in zip(after, origin, strict=True)
            if source is None
            for declaration in unit.declarations
        )
        kept = [(source, unit) for unit, source in zip(after, origin, strict=True) if source]
        kept.sort(key=lambda pair: pair[0].start)
        self._starts = [source.start for source, _ in kept]
        self._kept = [
            (source.start, source.end, unit.start - source.start) for source, unit in kept
        ]
        self._declarations = {
            id(was): now
            for source, unit in kept
            for was, now in zip(source.declarations, unit.declarations, strict=False)
        }

    def declaration(self, old: Declaration) -> Declaration | None:
        """A declaration of the old version in the new one; None where it has changed."""
        return self._declarations.get(id(old))

    def span(self, span: Span) -> Span | None:
        """Where a stretch of an unchanged unit lies now; None for any other."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0:
            return None
        _, end, shift = self._kept[at]
        if span.end > end:
            return None
        return Span(span.start + shift, span.end + shift)

    def loose_span(self, span: Span) -> Span | None:
        """Where the same bytes lie now that lay before or after all that has changed."""
        old, new = self._lengths
        if span.end <= self._head:
            return span
        if span.start < old - self._tail:
            return None
        return Span(span.start + new - old, span.end + new - old)

    def finding(self, finding: Finding) -> Moved | None:
        """A finding of the old version in the new one; None where its own place has changed.

        It may be a finding of another file, with a fix that reaches into this one.
        """
        span = finding.span
        if finding.path == self.path:
            moved = self.span(span)
            if moved is None:
                return self._loose(finding)
            span = moved
        fix = None if finding.fix is None else self._fix(finding.fix)
        torn = fix is None and finding.fix is not None
        return Moved(replace(self._told(finding), span=span, fix=fix), torn=torn)

    def _told(self, finding: Finding) -> Finding:
        """The finding with what it says of other places as they lie now."""
        return replace(
            finding,
            message=self._text(finding.path, finding.message),
            reason=self._text(finding.path, finding.reason),
            evidence=tuple(self._evidence(finding.path, each) for each in finding.evidence),
        )

    def _text(self, path: str, text: str) -> str:
        """A sentence about a file, with the numbers of its lines as they are now."""
        if path != self.path or "line" not in text:
            return text
        return _LINES.sub(lambda found: found[1] + self._line(found[2]), text)

    def _line(self, number: str) -> str:
        line = int(number)
        if line > self._old.lines.line_count:
            return number
        start = self._old.lines.line_start(line)
        span = self.span(Span(start, start)) or self.loose_span(Span(start, start))
        return number if span is None else str(self._new.lines.line_of(span.start))

    def _loose(self, finding: Finding) -> Moved | None:
        span = self.loose_span(finding.span)
        if span is None:
            return None
        return Moved(replace(self._told(finding), span=span, fix=None), loose=True)

    def _fix(self, fix: Fix) -> Fix | None:
        edits = tuple(each for each in map(self._edit, fix.edits) if each is not None)
        if len(edits) != len(fix.edits):
            return None
        sections = {
            (path, span.start, span.end)
            for path, start, end in fix.sections
            if (span := self._placed(path, Span(start, end))) is not None
        }
        return replace(
            fix,
            edits=edits,
            notes=tuple(self._text(self.path, note) for note in fix.notes),
            claims=frozenset(map(self._claim, fix.claims)),
            sections=frozenset(sections),
        )

    def _claim(self, claim: str) -> str:
        """A claim on a declaration, which is known by its place (see `codemod.claims`)."""
        found = _CLAIM.fullmatch(claim)
        if found is None or found["path"] != self.path:
            return claim
        at = int(found["at"])
        span = self.span(Span(at, at))
        return claim if span is None else f"{self.path}:{span.start}{found['rest'] or ''}"

    def _edit(self, edit: Edit) -> Edit | None:
        span = self._placed(edit.path, edit.span)
        return None if span is None else replace(edit, start=span.start, end=span.end)

    def _placed(self, path: str, span: Span) -> Span | None:
        return self.span(span) if path == self.path else span

    def _evidence(self, path: str, evidence: Evidence) -> Evidence:
        moved = replace(evidence, detail=self._text(path, evidence.detail))
        if evidence.span is None or evidence.path != self.path:
            return moved
        return replace(moved, span=self.span(evidence.span))


def _matched(
    old: bytes, before: Sequence[Unit], new: bytes, after: Sequence[Unit]
) -> list[Unit | None]:
    """For each unit of `after` the one of `before` with the same text, each used once.

    The first and the last ones are tried in place; what is between them may have been moved.
    """
    origin: list[Unit | None] = [None] * len(after)
    shorter = min(len(before), len(after))
    head = _run(zip(before, after, strict=False), old, new)
    for at in range(head):
        origin[at] = before[at]
    rest = shorter - head
    backwards = zip(reversed(before), reversed(after), strict=False)
    tail = min(_run(backwards, old, new), rest)
    for at in range(1, tail + 1):
        origin[-at] = before[-at]
    waiting: dict[bytes, list[Unit]] = {}
    for unit in reversed(before[head : len(before) - tail]):
        waiting.setdefault(old[unit.start : unit.end], []).append(unit)
    for at in range(head, len(after) - tail):
        unit = after[at]
        same = waiting.get(new[unit.start : unit.end])
        if same:
            origin[at] = same.pop()
    return origin


def _run(pairs: Iterable[tuple[Unit, Unit]], old: bytes, new: bytes) -> int:
    """How many pairs from the start are equal texts."""
    return sum(1 for _ in _equal(pairs, old, new))


def _equal(pairs: Iterable[tuple[Unit, Unit]], old: bytes, new: bytes) -> Iterator[None]:
    for was, now in pairs:
        same = was.end - was.start == now.end - now.start
        if not same or old[was.start : was.end] != new[now.start : now.end]:
            return
        yield None


def _common(old: bytes, new: bytes) -> int:
    """How many bytes two texts have in common at their start."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: bytes, new: bytes, head: int) -> int:
    """The same for the end of them, after the first `head` bytes."""
    low, high = 0, min(len(old), len(new)) - head
    while low < high:
        middle = (low + high + 1) // 2
        was, now = len(old), len(new)
        if old[was - middle : was - low] == new[now - middle : now - low]:
            low = middle
        else:
            high = middle - 1
    return low
