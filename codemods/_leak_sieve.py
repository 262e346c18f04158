"""What the text of a function has to say for loop-leak to find something in it."""

from __future__ import annotations

import re

TIMERS = re.compile(rb"\b(?:NewTimer|NewTicker|Tick|After|AfterFunc)\(")
CONTEXTS = re.compile(rb"\bWith(?:Cancel|Timeout|Deadline)(?:Cause)?\(")
CLOSERS = re.compile(
    rb"(?:[Oo]pen|[Cc]reate|[Dd]ial|[Ll]isten|[Cc]onnect|[Qq]uery|[Pp]repare|[Ff]ile|[Tt]emp)\w*\("
    rb"|\.Conn\("
)
_TIMERS = (b"NewTimer(", b"NewTicker(", b"Tick(", b"After(", b"AfterFunc(")
_TICKING = re.compile(rb"\brange\b[^{]*\.C\b")
# The names of CLOSERS without their first letters: such are found at the speed of a byte search.
_NAMES = {
    tail: (re.compile(tail + rb"\w*\("), first + first.lower())
    for first, tail in (
        (b"O", b"pen"),
        (b"C", b"reate"),
        (b"D", b"ial"),
        (b"L", b"isten"),
        (b"C", b"onnect"),
        (b"Q", b"uery"),
        (b"P", b"repare"),
        (b"F", b"ile"),
        (b"T", b"emp"),
    )
}
_DROPPED = re.compile(rb"\b_\b")


class Sieve:
    """A defer behind a loop, the channel of a ticker in one, or a call that opens something."""

    def search(self, data: bytes, /) -> object | None:
        return (
            _defers(data)
            or any(map(data.__contains__, _TIMERS))
            or (b"With" in data and CONTEXTS.search(data))
            or (b".C" in data and _TICKING.search(data))
            or b".Conn(" in data
            or any(_opens(data, tail) for tail in _NAMES)
        ) or None


def _defers(data: bytes) -> bool:
    """Whether a defer comes behind the word that a loop begins with."""
    loop = data.find(b"for") if b"defer" in data else -1
    return loop >= 0 and data.find(b"defer", loop) >= 0


def _opens(data: bytes, tail: bytes) -> bool:
    if tail not in data:
        return False
    name, first = _NAMES[tail]
    return any(data[found.start() - 1] in first for found in name.finditer(data, 1))


def is_of_test(text: bytes) -> bool:
    """Whether a test may throw the cancel function of a context away."""
    return CONTEXTS.search(text) is not None and _DROPPED.search(text) is not None
