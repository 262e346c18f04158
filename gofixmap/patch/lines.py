"""Which lines of two texts correspond: difflib, narrowed to where it stays fast.

difflib is quadratic in the worst case. Common ends are cut off first, and what is left is divided
at lines that occur once in both texts (the anchors of patience diff), then, where that leaves long
repetitive stretches, along a shortest edit script; difflib sees the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from gofixmap.patch.myers import matching_runs

Opcode = tuple[str, int, int, int, int]  # tag, old start, old end, new start, new end

_SMALL = 400  # lines on either side that difflib takes without being divided
_LARGE = 4_000_000  # pairs of lines beyond which a region counts as replaced


def split_lines(data: bytes) -> list[bytes]:
    """Lines with their endings; only a line feed ends one, as for git.

    `splitlines` would also break at form feeds, lone carriage returns and Unicode separators.
    """
    lines = data.split(b"\n")
    last = lines.pop()
    ended = [line + b"\n" for line in lines]
    return [*ended, last] if last else ended


def opcodes(old: Sequence[bytes], new: Sequence[bytes]) -> list[Opcode]:
    """Opcodes as difflib has them, in order, covering both texts, neighbours of a tag joined."""
    head = _common_head(old, new)
    tail = _common_tail(old, new, head)
    found: list[Opcode] = []
    if head:
        found.append(("equal", 0, head, 0, head))
    found.extend(_region(old, new, head, len(old) - tail, head, len(new) - tail))
    if tail:
        found.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return _joined(found)


def _common_head(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _common_tail(old: Sequence[bytes], new: Sequence[bytes], head: int) -> int:
    limit = min(len(old), len(new)) - head
    count = 0
    while count < limit and old[-1 - count] == new[-1 - count]:
        count += 1
    return count


def _region(
    old: Sequence[bytes], new: Sequence[bytes], i: int, i_end: int, j: int, j_end: int
) -> Iterator[Opcode]:
    if i_end - i <= _SMALL and j_end - j <= _SMALL:
        yield from _difflib(old, new, i, i_end, j, j_end)
        return
    for a, b in _anchors(old, new, i, i_end, j, j_end):
        yield from _gap(old, new, i, a, j, b)
        yield "equal", a, a + 1, b, b + 1
        i, j = a + 1, b + 1
    yield from _gap(old, new, i, i_end, j, j_end)


def _gap(
    old: Sequence[bytes], new: Sequence[bytes], i: int, i_end: int, j: int, j_end: int
) -> Iterator[Opcode]:
    """Lines between anchors; difflib's where there are few, else those of a short edit script."""
    if i == i_end or j == j_end or (i_end - i) * (j_end - j) <= _SMALL * _SMALL:
        yield from _difflib(old, new, i, i_end, j, j_end)
        return
    runs = matching_runs(old[i:i_end], new[j:j_end])
    at, to = i, j
    for a, b, length in runs or ():
        yield from _difflib(old, new, at, i + a, to, j + b)
        at, to = i + a + length, j + b + length
        yield "equal", i + a, at, j + b, to
    if runs is None and (i_end - i) * (j_end - j) > _LARGE:
        yield "replace", i, i_end, j, j_end
    else:
        yield from _difflib(old, new, at, i_end, to, j_end)


def _difflib(
    old: Sequence[bytes], new: Sequence[bytes], i: int, i_end: int, j: int, j_end: int
) -> Iterator[Opcode]:
    matcher = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        yield tag, i + a, i + a_end, j + b, j + b_end


def _anchors(
    old: Sequence[bytes], new: Sequence[bytes], i: int, i_end: int, j: int, j_end: int
) -> list[tuple[int, int]]:
    """Pairs of places of lines that occur once on each side, increasing on both."""
    left, right = _unique(old, i, i_end), _unique(new, j, j_end)
    pairs = [(place, right[line]) for line, place in left.items() if line in right]
    return _increasing(pairs)


def _unique(lines: Sequence[bytes], start: int, end: int) -> dict[bytes, int]:
    seen: dict[bytes, int] = {}
    for place in range(start, end):
        seen[lines[place]] = -1 if lines[place] in seen else place
    return {line: place for line, place in seen.items() if place >= 0}


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second members increase; first members do already."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(pairs):
        pile = bisect_left(tops, value)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            piles.append(number)
        else:
            tops[pile], piles[pile] = value, number
    chosen: list[tuple[int, int]] = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    chosen.reverse()
    return chosen


def _joined(found: Sequence[Opcode]) -> list[Opcode]:
    """Neighbouring opcodes of one kind as one; what is not equal between equals is one change."""
    joined: list[Opcode] = []
    for tag, a, a_end, b, b_end in found:
        if joined and (joined[-1][0] == "equal") == (tag == "equal"):
            _, a, _, b, _ = joined.pop()
        kind = "equal" if tag == "equal" else _kind(a_end - a, b_end - b)
        joined.append((kind, a, a_end, b, b_end))
    return joined


def _kind(removed: int, added: int) -> str:
    if removed and added:
        return "replace"
    return "delete" if removed else "insert"
