"""Says without a parser whether a function may lose what a field, or an entry of a map, owns.

Only what nobody has named is looked for, and `_release_judge.py` has more reasons for silence than
these: functions that make things by their names lose nothing, what is assigned to a field has to be
made there, in the body of a function and in no block inside, and only exported functions delete an
entry that somebody else has still to release.
"""

from __future__ import annotations

import re

from gofixmap_codemods._release_names import CHANGING, INSERTING, MAKING, SETTING_UP
from gofixmap_codemods._text_locals import NAME, NO_CODE, Locals

_FUNCTION = re.compile(rb"func\s*(?:\([^)]*\)\s*)?([\w\x80-\xff]+)")
_ASSIGNS = re.compile(rb"=(?<![-+*/%&|^:=!<>]=)(?!=)")
_REMOVED = re.compile(rb"(delete|clear)\s*\((?:[\s(*&]*)([\w.\x80-\xff]*)")
_REMOVES = re.compile(rb"(?:delete|clear)\s*\(")
# What may be an owner: &T{}, *p, (x), []T(x), <-c, f(), T{}, x; or a value that is not seen.
_GIVEN = re.compile(
    rb"\s*+(?!\d)(?:[&*(\[<]|[^\n;({]*+[({]|([\w\x80-\xff]++)[ \t\r]*(?:[\n;,}]|/[/*]|\Z)"
    rb"|[^\n;]*,|[^\n;]*\[[ \t\r]*\n)"
)
_NO_OWNER = re.compile(
    rb"\s*+(?:append|len|cap|nil|true|false|string|u?int(?:8|16|32|64|ptr)?|float(?:32|64)|byte|rune"
    rb"|bool|copy|min|max|unsafe\.Pointer)\b"
)
_STATEMENT = re.compile(rb"(?:if|for|switch|else|(var|const))\b")
_LONGEST = 300  # bytes of the targets of an assignment
_MOST = 200  # assignments that are looked at one by one
_OPEN_ENDS = (b",", b"(", b"[", b".", b"*", b"&")


class Sieve:
    """Functions with an assignment, or a removal, by which something may be lost."""

    def search(self, data: bytes, /) -> object | None:
        found = _FUNCTION.match(data)
        if _ASSIGNS.search(data) is None and _REMOVES.search(data) is None:
            return None
        name = found[1].decode("utf-8", "replace") if found is not None else ""
        if MAKING.match(name) is not None:
            return None
        code = NO_CODE.sub(b" ", data)
        own = Locals(code)
        return _removed(code, own, name) or _assigned(code, own, name)


def _removed(code: bytes, own: Locals, name: str) -> object | None:
    """A removal from what is no local: of one entry, or of all of them and always."""
    for match in _REMOVED.finditer(code):
        if match[1] == b"delete":
            counts = name[:1].isupper()
        else:
            counts = _depth(code, 0, match.start()) == 1
        if counts and _may_be_shared(own, match[2], match.start()):
            return match
    return None


def _depth(code: bytes, start: int, end: int) -> int:
    return code.count(b"{", start, end) - code.count(b"}", start, end)


def _assigned(code: bytes, own: Locals, name: str) -> object | None:
    """An assignment to an element, or one in the body to what is no local."""
    inserts = CHANGING.match(name) is None and INSERTING.match(name) is not None
    sets_up = SETTING_UP.match(name) is not None
    depth = seen = 0
    for count, match in enumerate(_ASSIGNS.finditer(code)):
        at = match.start()
        depth, seen = depth + _depth(code, seen, at), at
        outside = not sets_up and depth == 1
        if inserts and not outside:
            continue
        targets = _targets(code, at)
        if count > _MOST or targets is None:
            return match
        if len(targets) == 1 and _is_no_owner(code, match.end(), own, targets[0]):
            continue
        word = _STATEMENT.match(targets[0])
        if word is not None and word[1]:
            continue
        for target in targets:
            if target.endswith(b"]"):
                if not inserts:
                    return match
            elif outside and word is None and _may_be_shared(own, target, at):
                return match
    return None


def _targets(code: bytes, at: int) -> list[bytes] | None:
    """What stands in front of an equals sign; None where that begins on an earlier line."""
    low = max(0, at - _LONGEST)
    line = code.rfind(b"\n", low, at) + 1
    start = max(line, code.rfind(b";", low, at) + 1, code.rfind(b"{", low, at) + 1)
    if not start:
        return None
    if start == line and code[max(0, line - _LONGEST) : line].rstrip().endswith(_OPEN_ENDS):
        return None
    return [each.strip().rstrip(b") \t") for each in code[start:at].split(b",")]


def _is_no_owner(code: bytes, at: int, own: Locals, target: bytes) -> bool:
    """Whether one value that is assigned owns nothing, or is the caller's and goes to a field."""
    given = _GIVEN.match(code, at)
    if given is None or _NO_OWNER.match(code, at) is not None:
        return True
    if given[1] is None or target.endswith(b"]"):
        return False
    return given[1] in own.parameters and given[1] not in own.declared


def _may_be_shared(own: Locals, target: bytes, at: int) -> bool:
    """Whether a target is a field or may be a package variable; `*p` and `m[k]` are neither."""
    if target.endswith(b"]") or target.startswith(b"*") or target == b"_":
        return False
    target = target.strip(b"()")
    return NAME.fullmatch(target) is None or not own.is_declared(target, at)
