"""A patch as two columns: runs of lines that are equal, and runs that one side has otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from gofixmap.patch.model import Hunk
from gofixmap.reports.lines import harmless

Segments = tuple[tuple[int, int], ...]  # places in a line, start and end

_ALIKE = 0.5  # difflib's ratio of two lines from which on their differences are worth seeing
_LONG = 300  # characters of a line beyond which nobody sees a difference, and difflib takes long
_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """Lines beside each other, without their ends; the shorter side is followed by a gap."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    is_changed: bool

    @property
    def height(self) -> int:
        return max(len(self.old), len(self.new))

    def differences(self, number: int) -> tuple[Segments, Segments]:
        """What line `number` has otherwise on each side; nothing where the two are hardly alike."""
        if not self.is_changed or number >= min(len(self.old), len(self.new)):
            return (), ()
        old, new = self.old[number], self.new[number]
        if max(len(old), len(new)) > _LONG:
            return (), ()
        return _differences(old, new)


def _differences(old: str, new: str) -> tuple[Segments, Segments]:
    left, right = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (), ()
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        _places(left, [(code[1], code[2]) for code in changes]),
        _places(right, [(code[3], code[4]) for code in changes]),
    )


def _places(words: list[str], spans: list[tuple[int, int]]) -> Segments:
    """Spans of words as spans of characters, empty ones left out."""
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    return tuple((ends[start], ends[end]) for start, end in spans if start < end)


def runs(hunk: Hunk) -> Iterator[Run]:
    """The lines of a hunk from its first to its last."""
    for is_context, group in groupby(hunk.lines, lambda line: line.kind == " "):
        lines = list(group)
        old = tuple(_shown(line.text) for line in lines if line.kind != "+")
        new = tuple(_shown(line.text) for line in lines if line.kind != "-")
        yield Run(old, new, is_changed=not is_context)


def _shown(line: bytes) -> str:
    text = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")
    return harmless(text)
