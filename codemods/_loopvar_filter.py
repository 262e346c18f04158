"""Which text may hold a loop variable that outlives its iteration, or a needless copy."""

from __future__ import annotations

import re

_GAP = rb"(?:\s|/\*.*?\*/)*"
_NAME = rb"[\w\x80-\xff]+"
# A definition by one or two bare names, with nothing behind them.
_DEFINED = re.compile(
    rb":=" + _GAP + rb"(" + _NAME + rb")" + rb"(" + _GAP + rb"," + _GAP + _NAME + rb")?"
    rb"\s*(?:[\n;/}]|$)"
)
_TARGETS = re.compile(rb"(" + _NAME + rb")" + _GAP + rb"(?:," + _GAP + _NAME + _GAP + rb")?\Z")
_REACH = 200  # bytes in front of := that may hold its one or two names, and comments
_HEADER = rb"\bfor\b" + _GAP + _NAME + _GAP + rb"(?:,[^=:;{}]*)?"
_LOOP = re.compile(_HEADER + rb":?=(?!=)")
_ASSIGNING = re.compile(_HEADER + rb"=(?!=)")


def has_copy(data: bytes) -> bool:
    """Whether there may be something like `x := x` or `k, v := k, v`.

    A range loop has two variables at most; the first is the same on both sides.
    """
    for found in _DEFINED.finditer(data):
        start, name = found.start(), found[1]
        head = data[max(start - _REACH, 0) : start].rstrip()
        if found[2] is None and not head.endswith(b"*/"):
            if head.endswith(name):
                return True
        elif name in head:
            targets = _TARGETS.search(head)
            if targets is not None and targets[1] == name:
                return True
    return False


def has_assigning_loop(data: bytes) -> bool:
    """Whether there is a loop that sets variables of somebody else, such as `for v = range xs`."""
    return _ASSIGNING.search(data) is not None


class Sieve:
    """Declarations with a loop that sets variables."""

    def search(self, data: bytes, /) -> object | None:
        return _LOOP.search(data)
