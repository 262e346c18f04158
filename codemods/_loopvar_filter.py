"""Which text may hold a loop variable that outlives its iteration, or a needless copy."""

from __future__ import annotations

import re

from gofixmap.codemod import pattern

_GAP = rb"(?:\s++|/\*.*?\*/)*+"
_NAME = rb"[\w\x80-\xff]++"
# What a block, or an if that it begins with, defines first by one or two bare names; the first name
# is the same on both sides. Behind a comment that is very long nothing is looked for.
_OPENING = rb"\{(?:[\s;]++|//[^\n]{0,999}+\n|/\*(?:[^*]|\*(?!/)){0,999}+\*/)*+"
_SECOND = rb"(?:," + _GAP + _NAME + _GAP + rb")?"
_SAME = rb"\1(?![\w\x80-\xff])(?:" + _GAP + rb"," + _GAP + _NAME + rb")?"
_DEFINES = rb"(?:if\b" + _GAP + rb")?(" + _NAME + rb")" + _GAP + _SECOND + rb":=" + _GAP + _SAME
_COPY = pattern(_OPENING + rb"(?://|/\*|" + _DEFINES + rb"\s*?(?:[\n;/}]|$))", re.DOTALL)
_HEADER = rb"for(?<![\w\x80-\xff]for)\b" + _GAP + _NAME + _GAP + rb"(?:,[^=:;{}]*+)?"
_LOOP = pattern(_HEADER + rb":?=(?!=)", re.DOTALL)
_ASSIGNING = pattern(_HEADER + rb"=(?!=)", re.DOTALL)
_ADDRESS = pattern(rb"&(?<!&&)(?![&=^])")
_SLICE = pattern(rb"\[(?:[^\n]*?:(?!=)|[ \t\r]*\n)")
_WORD = pattern(_NAME)
_SELECTED = pattern(rb"(" + _NAME + rb")[\s)]*+\.")


def has_copy(data: bytes) -> bool:
    """Whether a block begins with something like `x := x` or `k, v := k, v`.

    A range loop has two variables at most; the first is the same on both sides.
    """
    return _COPY.search(data) is not None


def may_outlive(data: bytes, *, assigned: bool) -> bool:
    """Whether there is a loop that sets variables, and behind it what may keep one of them.

    That is a function literal, an address, a slice, or a method of it. `assigned`: the variables
    are those of somebody else, as in `for v = range xs`.
    """
    header = _ASSIGNING if assigned else _LOOP
    first = header.search(data)
    if first is None:
        return False
    at = first.end()
    if data.find(b"func", at) >= 0 or _ADDRESS.search(data, at) or _SLICE.search(data, at):
        return True
    names = {name for loop in header.finditer(data) for name in _WORD.findall(loop[0])}
    return any(each[1] in names for each in _SELECTED.finditer(data, at))


_ENDLESS = pattern(rb"for(?<![\w\x80-\xff]for)[ \t]*+\{")
_VARIABLE = pattern(rb"\n[ \t]*+var[ \t]++" + _NAME + rb"[ \t]++[^\n=(]++\n")


def may_share(data: bytes) -> bool:
    """Whether there is a variable without a value, an endless loop behind it, and in that what may
    keep the variable."""
    if _ENDLESS.search(data) is None:  # few declarations have one
        return False
    variable = _VARIABLE.search(data)
    loop = _ENDLESS.search(data, variable.end() - 1) if variable is not None else None
    if loop is None:
        return False
    return data.find(b"func", loop.end()) >= 0 or _ADDRESS.search(data, loop.end()) is not None


class Sieve:
    """Declarations with a loop that sets variables, or an endless one with one in front of it."""

    def search(self, data: bytes, /) -> object | None:
        return _LOOP.search(data) or (_ENDLESS.search(data) if may_share(data) else None)
