"""What the text of a function has to say for loop-leak to find something."""

from __future__ import annotations

import re

TIMERS = re.compile(rb"\b(?:NewTimer|NewTicker|Tick|After|AfterFunc)\(")
CONTEXTS = re.compile(rb"With(?<!\wWith)(?:Cancel|Timeout|Deadline)(?:Cause)?\(")
CLOSERS = re.compile(
    rb"(?:[Oo]pen|[Cc]reate|[Dd]ial|[Ll]isten|[Cc]onnect|[Qq]uery|[Pp]repare|[Ff]ile|[Tt]emp)\w*\("
    rb"|\.Conn\("
)
# All of these in one search, and the channel of a ticker in a loop. Each choice begins with a byte:
# such are found fastest. The first letter of a name, which is one of two, is looked at from behind.
_TAILS = (
    rb"pen(?<=[Oo]pen)|reate(?<=[Cc]reate)|ial(?<=[Dd]ial)|isten(?<=[Ll]isten)"
    rb"|onnect(?<=[Cc]onnect)|uery(?<=[Qq]uery)|repare(?<=[Pp]repare)|ile(?<=[Ff]ile)"
    rb"|emp(?<=[Tt]emp)"
)
_ANY = re.compile(
    _TAILS.replace(b"|", rb"\w*\(|") + rb"\w*\(|\.Conn\(|NewTi(?:m|ck)er\(|Tick\(|After(?:Func)?\("
    rb"|With(?:Cancel|Timeout|Deadline)(?:Cause)?\(|range\b[^{]{0,999}\.C\b"
)
_DROPPED = re.compile(rb"\b_\b")


class Sieve:
    """A defer behind a loop, the channel of a ticker in one, or a call that opens something."""

    def search(self, data: bytes, /) -> object | None:
        if b"defer" in data:
            loop = data.find(b"for")
            if loop >= 0 and data.find(b"defer", loop) >= 0:
                return True
        return _ANY.search(data)


def is_of_test(text: bytes) -> bool:
    """Whether a test may throw the cancel function of a context away."""
    if b"With" not in text or b"_" not in text:
        return False
    return CONTEXTS.search(text) is not None and _DROPPED.search(text) is not None
