"""Says without a parser whether a function may hold a second name that somebody writes through."""

from __future__ import annotations

import re

_DECLARED = re.compile(
    rb"\b(\w+)(?:\s*:=|\s+[\w.\[\]*]+\s*=|\s*=)\s*\*?\(*([\w.]*?(\w+))(?:\[[^\]\n]*\])?\)*"
    rb"\s*(?:[,;}\n]|//)"
)
_PART = re.compile(
    rb"\b(\w+)(?:\.\w+)+(?:\[[^\n]*?\][\w.\[\]]*\s*(?:[-+*/|&^%<>]*=(?!=)|\+\+|--)|\.(?:Set|Add|Del)\()"
    rb"|\((\w+)(?:\.\w+)+[,)]"
)
_LOCKS = re.compile(rb"R?Lock\(\)")


class Sieve:
    """Declarations with an alias whose name, or whose source's name, is indexed or passed on; with
    a parameter of which a part is; and with a lock and a return."""

    def search(self, data: bytes, /) -> object | None:
        if _LOCKS.search(data) and b"return" in data:
            return True
        for match in _DECLARED.finditer(data):
            if any(_is_used(data, name) for name in (match[1], match[3])):
                return match
        for match in _PART.finditer(data):
            if re.search(rb"[(,]\s*%s(?:\s+(?![*\s])|\s*,)" % (match[1] or match[2]), data):
                return match
        return None


def _is_used(data: bytes, name: bytes) -> bool:
    """Whether something of that name is indexed, given to a function, or has a part that is."""
    used = rb"\b%s(?:\.\w+)*(?:\[|\.(?:Set|Add|Del)\()|\(%s\b" % (name, name)
    return re.search(used, data) is not None
