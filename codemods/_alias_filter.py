"""Says without a parser whether a function may write to what has a second name.

Only what is read here in one line counts, as does each line that goes on in the next one.
"""

from __future__ import annotations

import re

# An assignment behind a bracket, or a line that ends within brackets: `m[k] =`, `m[T{`.
_CHANGES = re.compile(rb"=(?<![=!<>:]=)(?!=)|\+\+|--|/\*|[\[({,.][ \t\r]*\Z")
_INDEXED = re.compile(rb"(?<![\w.)\x80-\xff])[\w\x80-\xff][\w.)\x80-\xff]*+\s*+(?=\[|(?<=\.)\()")
_WORD = re.compile(rb"[\w\x80-\xff]+")
_CALLS = re.compile(
    rb"(?:delete|clear|copy|append|Compact|Copy|Delete|Float64s|Grow|Insert|Ints|Replace|Reverse|"
    rb"Slice|Sort|Stable|Strings)\w*\("
)
_GIVEN = re.compile(rb"\([&*(]*([\w.\x80-\xff]+)")
_SETS = re.compile(rb"\.(?:Set|Add|Del)\(")
_LONGEST = 300  # bytes of a chain
_PARAMETER = re.compile(rb"[(,]\s*+(\w++)(?=\s+(?![*\s])|\s*,)")


def written_names(text: bytes) -> frozenset[bytes]:
    """The names of all chains of which an element may be written, from the first to the last."""
    found: set[bytes] = set()
    for line in text.split(b"\n") if b"[" in text else ():
        found.update(_indexed(line))
    if _CALLS.search(text) is not None:
        for line in text.split(b"\n"):
            if _CALLS.search(line) is not None:
                found.update(each for chain in _GIVEN.findall(line) for each in chain.split(b"."))
    for match in _SETS.finditer(text):
        before = text[max(0, match.start() - _LONGEST) : match.start()]
        found.update(_WORD.findall(before[before.rfind(b"\n") + 1 :]))
    found.discard(b"")
    return frozenset(found)


def may_write(text: bytes) -> bool:
    """Whether `written_names` may find any, at less cost."""
    return b"[" in text or _CALLS.search(text) is not None or _SETS.search(text) is not None


def _indexed(line: bytes) -> list[bytes]:
    """The names of the chains in a line that are indexed in front of an assignment."""
    if b"[" not in line:
        return []
    last = len(line) if line.count(b"[") > line.count(b"]") else 0
    for match in _CHANGES.finditer(line):
        last = max(last, match.start())
    return _WORD.findall(b" ".join(_INDEXED.findall(line, 0, last + 1)))


def parameters(text: bytes) -> frozenset[bytes]:
    """What may be parameters of a function that are passed by value."""
    return frozenset(_PARAMETER.findall(text))
