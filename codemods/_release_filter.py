"""Says without a parser whether a function may lose what a field, or an entry of a map, owns.

Only what nobody has named is looked for: functions that make things by their names lose nothing,
and what is assigned to a field has to be a call, a variable or an address.
"""

from __future__ import annotations

import re
from functools import cached_property

from gofixmap_codemods._nilmap_filter import NO_CODE, header, is_in_scope
from gofixmap_codemods._release_names import CHANGING, INSERTING, MAKING, SETTING_UP

_FUNCTION = re.compile(rb"func\s*(?:\([^)]*\)\s*)?([\w\x80-\xff]+)")
_ELEMENT = re.compile(rb"\][\s)]*+=(?!=)|\][\s)]*+,[^\n]*=")
_REMOVED = re.compile(rb"(?:delete|clear)\s*\((?:[\s(*&]*)([\w.\x80-\xff]*)")
# What stands behind the equals sign of what may be an owner: x, f(), &T{}, *p, -x, []T(x).
_GIVEN = re.compile(
    rb"=(?<![-+*/%&|^:=!<>]=)(?!=)\s*+"
    rb"(?=[&*(\[<]|[^\n;]*?\(|(?!\d)[\w\x80-\xff]++[ \t\r]*(?:[\n;,}]|/[/*]|\Z)|[^\n;]*,"
    rb"|[^\n;]*[\[{(,][ \t\r]*\n|(?:func|map|chan|struct|interface)\b)"
)
_NO_OWNER = re.compile(rb"(?:append|len|cap|nil|true|false|string|int|copy|min|max)\b")
_TARGETS = re.compile(rb"[\w.)\]*\x80-\xff]+(?:\s*,\s*[\w.()\[\]*\x80-\xff]+)*\s*\Z")
_NAME = re.compile(rb"[\w\x80-\xff]+")
_NAMES = re.compile(rb"[\w\x80-\xff]+(?:\s*,\s*[\w\x80-\xff]+)*\s*\Z")
_LISTED = re.compile(rb"[(,]\s*+([\w\x80-\xff]++)(?=[\s,)])")
_DEFINES = re.compile(rb":=")
_VARS = re.compile(rb"var(?<![\w.\x80-\xff]var)[ \t]+((?:[\w\x80-\xff]+\s*,\s*)*[\w\x80-\xff]+)")
_LONGEST = 300  # bytes of the targets of an assignment
_MOST = 200  # assignments that are looked at one by one


class Sieve:
    """Functions with an assignment, or a removal, by which something may be lost."""

    def search(self, data: bytes, /) -> object | None:
        found = _FUNCTION.match(data)
        name = found[1].decode("utf-8", "replace") if found is not None else ""
        if MAKING.match(name) is not None:
            return None
        code = NO_CODE.sub(b" ", data)
        own = _Locals(code)
        if any(own.may_be_shared(each[1], each.start()) for each in _REMOVED.finditer(code)):
            return True
        inserts = CHANGING.match(name) is None and INSERTING.match(name) is not None
        if not inserts and _ELEMENT.search(code) is not None:
            return True
        return None if SETTING_UP.match(name) is not None else _assigned(code, own)


def _assigned(code: bytes, own: _Locals) -> object | None:
    """An assignment to what is no local."""
    for count, match in enumerate(_GIVEN.finditer(code)):
        before = code[max(0, match.start() - _LONGEST) : match.start()]
        targets = _TARGETS.search(before)
        if count > _MOST or targets is None:
            return match
        several = targets[0].split(b",")
        if not several[1:] and _NO_OWNER.match(code, match.end()) is not None:
            continue
        for target in several:
            if own.may_be_shared(target.strip(b" \t\r\n()"), match.start()):
                return match
    return None


class _Locals:
    """The locals that a function surely has at an offset."""

    def __init__(self, code: bytes) -> None:
        self._code = code

    @cached_property
    def _parameters(self) -> frozenset[bytes]:
        return frozenset(name for part in header(self._code) for name in _LISTED.findall(part))

    @cached_property
    def _declared(self) -> dict[bytes, list[tuple[int, int]]]:
        """By name where its declarations begin and end."""
        code = self._code
        found: dict[bytes, list[tuple[int, int]]] = {}
        for match in _DEFINES.finditer(code):
            before = code[max(0, match.start() - _LONGEST) : match.start()]
            names = _NAMES.search(before)
            start = match.start() - (len(before) - names.start() if names else 0)
            for name in _NAME.findall(names[0]) if names else ():
                found.setdefault(name, []).append((start, match.end()))
        for match in _VARS.finditer(code):
            for name in _NAME.findall(match[1]):
                found.setdefault(name, []).append(match.span(1))
        return found

    def may_be_shared(self, target: bytes, at: int) -> bool:
        """Whether a target is a field or may be a package variable; with indices it is neither."""
        if target.endswith(b"]") or target == b"_":
            return False
        return _NAME.fullmatch(target) is None or not self._is_local(target, at)

    def _is_local(self, name: bytes, at: int) -> bool:
        return name in self._parameters or any(
            end <= at and is_in_scope(self._code, start, end, at)
            for start, end in self._declared.get(name, ())[:_MOST]
        )
