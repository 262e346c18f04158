"""Says without a parser whether a function may hold a second name that somebody writes through."""

from __future__ import annotations

import re

# Chains of selectors are followed for 99 names: from each name to the end takes time without end.
_DECLARED = re.compile(
    rb"\b(\w+)(?:\s*:=|\s+[\w.\[\]*]+\s*=|\s*=)\s*\*?\(*([\w.]*?(\w+))(?:\[[^\]\n]*\])?\)*"
    rb"\s*(?:[,;}\n]|//)"
)
_PART = re.compile(
    rb"\b(\w+)(?:\.\w+){1,99}(?:\[[^\n]*?\][\w.\[\]]*\s*(?:[-+*/|&^%<>]*=(?!=)|\+\+|--)|\.(?:Set|Add|Del)\()"
    rb"|\((\w+)(?:\.\w+){1,99}[,)]"
)
_LOCKS = re.compile(rb"R?Lock\(\)")


class Sieve:
    """Declarations with an alias whose name, or whose source's name, is indexed or passed on; with
    a parameter of which a part is; and with a lock and a return."""

    def search(self, data: bytes, /) -> object | None:
        if _LOCKS.search(data) and b"return" in data:
            return True
        # A name that comes again has been looked for in all of the bytes.
        names: set[bytes] = set()
        for match in _DECLARED.finditer(data):
            for name in (match[1], match[3]):
                if name not in names and _is_used(data, name):
                    return match
                names.add(name)
        names.clear()
        for match in _PART.finditer(data):
            name = match[1] or match[2]
            parameter = rb"[(,]\s*%s(?:\s+(?![*\s])|\s*,)" % name
            if name not in names and re.search(parameter, data):
                return match
            names.add(name)
        return None


def _is_used(data: bytes, name: bytes) -> bool:
    """Whether something of that name is indexed, given to a function, or has a part that is."""
    used = rb"\b%s(?:\.\w+){0,99}(?:\[|\.(?:Set|Add|Del)\()|\(%s\b" % (name, name)
    return re.search(used, data) is not None
