"""What the text of a function has to say for loop-leak to find something."""

from __future__ import annotations

import re

from gofixmap_codemods._rare_letters import through

from gofixmap.codemod import pattern

TIMERS = pattern(rb"\b(?:NewTimer|NewTicker|Tick|After|AfterFunc)\(")
CONTEXTS = pattern(rb"With(?<!\wWith)(?:Cancel|Timeout|Deadline)(?:Cause)?\(")
CLOSERS = pattern(
    rb"(?:[Oo]pen|[Cc]reate|[Dd]ial|[Ll]isten|[Cc]onnect|[Qq]uery|[Pp]repare|[Ff]ile|[Tt]emp)\w*\("
    rb"|\.Conn\("
)
# All of these, and some that are none.
_NAMES = (
    through(b"i", b"dial", b"Dial", b"listen", b"Listen", b"file", b"File") + rb"\w*",
    through(b"p", b"open", b"Open", b"prepare", b"Prepare", b"temp", b"Temp") + rb"\w*",
    rb"reate(?<=[Cc]reate)\w*",
    rb"onnect(?<=[Cc]onnect)\w*",
    rb"uery(?<=[Qq]uery)\w*",
    rb"\.Conn",
    through(b"T", b"NewTimer", b"NewTicker", b"Tick"),
    rb"After(?:Func)?",
    rb"With(?:Cancel|Timeout|Deadline)(?:Cause)?",
)
_SEARCHES = tuple(re.compile(name + rb"\(").search for name in _NAMES)
_RANGED = pattern(rb"range\b[^{]{0,999}\.C\b")  # the channel of a ticker in a loop
_DROPPED = pattern(rb"\b_\b")


class Sieve:
    """A defer behind a loop, the channel of a ticker in one, or a call that opens something."""

    def search(self, data: bytes, /) -> object | None:
        if b"defer" in data:
            loop = data.find(b"for")
            if loop >= 0 and data.find(b"defer", loop) >= 0:
                return True
        if b".C" in data and _RANGED.search(data) is not None:
            return True
        for search in _SEARCHES:
            if (found := search(data)) is not None:
                return found
        return None


def is_of_test(text: bytes) -> bool:
    """Whether a test may throw the cancel function of a context away."""
    if b"With" not in text or b"_" not in text:
        return False
    return CONTEXTS.search(text) is not None and _DROPPED.search(text) is not None
