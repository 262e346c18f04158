"""A patch as two columns: runs of lines that are equal, and runs that one side has otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from msgspec import Struct

from gofixmap.patch.model import Hunk
from gofixmap.reports.lines import harmless

Segments = tuple[tuple[int, int], ...]  # places in a line, start and end

_ALIKE = 0.5  # difflib's ratio of two lines from which on their differences are worth seeing
_LONG = 300  # characters of a line beyond which nobody sees a difference, and difflib takes long
_MOST_PAIRS = 400  # of lines that are compared with each other
_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)


class Run(Struct, frozen=True):
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
    if _likeness(matcher) == 0:
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


def _likeness(matcher: SequenceMatcher[str]) -> float:
    """How alike two lines are, 0 where that is hardly so."""
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0


def runs(hunk: Hunk) -> Iterator[Run]:
    """The lines of a hunk from its first to its last, what is alike beside each other."""
    for is_context, group in groupby(hunk.lines, lambda line: line.kind == " "):
        lines = list(group)
        old = tuple(_shown(line.text) for line in lines if line.kind != "+")
        new = tuple(_shown(line.text) for line in lines if line.kind != "-")
        if is_context:
            yield Run(old, new, is_changed=False)
        else:
            yield from _aligned(old, new)


def _aligned(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Run]:
    """Changed lines, cut so that a line stands beside what became of it."""
    left = right = 0
    for at, to in _pairs(old, new) if len(old) != len(new) else ():
        if at > left or to > right:
            yield Run(old[left:at], new[right:to], is_changed=True)
        yield Run((old[at],), (new[to],), is_changed=True)
        left, right = at + 1, to + 1
    if left < len(old) or right < len(new):
        yield Run(old[left:], new[right:], is_changed=True)


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The lines to set beside each other, in order, which are together most alike."""
    if len(old) * len(new) > _MOST_PAIRS or max(map(len, (*old, *new)), default=0) > _LONG:
        return []
    # best[i][j]: how alike the first i and the first j lines can be made
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likes = [[_like(left, right) for right in new] for left in old]
    for i, row in enumerate(likes):
        for j, like in enumerate(row):
            beside = best[i][j] + like if like else 0
            best[i + 1][j + 1] = max(beside, best[i][j + 1], best[i + 1][j])
    pairs, i, j = [], len(old), len(new)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _like(old: str, new: str) -> float:
    return _likeness(SequenceMatcher(None, _WORD.findall(old), _WORD.findall(new), autojunk=False))


def _shown(line: bytes) -> str:
    text = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")
    return harmless(text)
