"""Which declarations may hold a loop variable that outlives its iteration, or a needless copy."""

from __future__ import annotations

import re
from functools import lru_cache

_GAP = rb"(?:\s|/\*.*?\*/)*"
# `x := x`; of several variables the first is the same on both sides as well.
COPY = re.compile(
    rb"\b([\w\x80-\xff]+)" + _GAP + rb"(?:,[^:;{}]*)?:=" + _GAP + rb"\1(?![\w\x80-\xff])"
)
_HEADER = re.compile(
    rb"\bfor" + _GAP + rb"([\w\x80-\xff]+)" + _GAP + rb"(?:,([^:={}]*?))?(:?)=(?!=)"
)
_LATER = re.compile(rb"\b(?:func|go|defer)\b")


@lru_cache(maxsize=512)
def _taken(name: bytes) -> re.Pattern[bytes]:
    """Text that may take the address of a variable: `&v`, `&(v`, `v[`, or a method value of it."""
    word = rb"(?<![\w.\x80-\xff])" + re.escape(name) + rb"(?![\w\x80-\xff])"
    chain = rb"(?:\s*\.\s*[\w\x80-\xff]+|\s*\[[^\[\]]*\])*"
    address = rb"&[\s(]*" + word
    sliced = word + chain + rb"\s*\[[^\[\]]*:"
    bound = word + chain + rb"\s*\.\s*[\w\x80-\xff]+\s*[,)}\n]"
    return re.compile(b"|".join((address, sliced, bound)))


class Sieve:
    """Loops with a variable that is used later, or whose address is taken, and copies of one."""

    def search(self, data: bytes, /) -> object | None:
        found = COPY.search(data)
        return found if found is not None else self._shared(data)

    def _shared(self, data: bytes) -> object | None:
        for header in _HEADER.finditer(data):
            if _LATER.search(data, header.end()):
                return header
            for name in (header[1], *re.findall(rb"[\w\x80-\xff]+", header[2] or b"")):
                if name != b"_" and _taken(name).search(data, header.end()):
                    return header
        return None
