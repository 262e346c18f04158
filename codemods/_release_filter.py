"""Says without a parser whether a function may lose what a field, or an entry of a map, owns.

Only what nobody has named is looked for, and `_release_judge.py` has more reasons for silence than
these: functions that make things by their names lose nothing, what is assigned to a field has to be
made there, in the body of a function and in no block inside, and only exported functions delete an
entry that somebody else has still to release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._package_names import HOLDER, OWNER
from gofixmap_codemods._rare_letters import through
from gofixmap_codemods._release_names import CHANGING, INSERTING, MAKING, SETTING_UP
from gofixmap_codemods._text_locals import NAME, Locals, indexed, locals_of

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from gofixmap_codemods._package_names import Names

_FUNCTION = pattern(rb"func\s*(?:\([^)]*\)\s*)?([\w\x80-\xff]+)")
_ASSIGNS = pattern(rb"=(?<![-+*/%&|^:=!<>]=)(?!=)")
_REMOVED = pattern(rb"(delete|clear)\s*\((?:[\s(*&]*)([\w.\x80-\xff]*)(\s*[,)])?")
_REMOVES = pattern(through(b"l", b"delete", b"clear") + rb"\s*\(")
# What may be an owner: &T{}, *p, (x), []T(x), <-c, f(), T{}, x; or a value that is not seen.
_GIVEN = pattern(
    rb"\s*+(?!\d)(?:[&*(\[<]|[^\n;({]*+[({]|([\w\x80-\xff]++)[ \t\r]*(?:[\n;,}]|/[/*]|\Z)"
    rb"|[^\n;]*,|[^\n;]*\[[ \t\r]*\n)"
)
_NO_OWNER = pattern(
    rb"\s*+(?:append|len|cap|nil|true|false|string|u?int(?:8|16|32|64|ptr)?|float(?:32|64)|byte|rune"
    rb"|bool|copy|min|max|unsafe\.Pointer)\b"
)
_STATEMENT = pattern(rb"(?:if|for|switch|else|(var|const))\b")
_LONGEST = 300  # bytes of the targets of an assignment
_MOST = 200  # assignments that are looked at one by one
_OPEN_ENDS = (b",", b"(", b"[", b".", b"*", b"&")


class Sieve:
    """Functions with an assignment, or a removal, by which something may be lost."""

    def search(self, data: bytes, /) -> object | None:
        return may_lose(data, None) or None


def may_lose(data: bytes, names: Names | None) -> bool:
    """Whether an owner may be lost in a function; `names` are those of its package."""
    found = _FUNCTION.match(data)
    if _ASSIGNS.search(data) is None and _REMOVES.search(data) is None:
        return False
    name = found[1].decode("utf-8", "replace") if found is not None else ""
    if MAKING.match(name) is not None:
        return False
    text = _Text(locals_of(data), names)
    return _removes(text, name) or _assigns(text, name)


class _Text:
    """A function's text, without strings and comments, and what is known of names in it."""

    def __init__(self, own: Locals, names: Names | None) -> None:
        self.code = own.code
        self.own = own
        self._names = names

    def is_shared(self, target: bytes, at: int, kinds: int) -> bool:
        """Whether a target may be a field or package variable of one of the kinds."""
        target = target.strip(b"()")
        is_name = NAME.fullmatch(target) is not None
        if is_name and self.own.is_declared(target, at):
            return False
        return self._names is None or self._names.may_be(target, kinds)

    def is_lost(self, target: bytes, at: int) -> bool:
        """Whether a target may be a field or package variable that is, or has, an owner."""
        if target.endswith(b"]") or target.startswith(b"*") or target == b"_":
            return False
        return self.is_shared(target, at, OWNER | HOLDER)

    def is_shared_element(self, close: int) -> bool:
        """Whether what is indexed may be a map of owners: `close` is in front of the bracket."""
        target, _ = indexed(self.code, close)
        if target.endswith((b"]", b")")) or not target:
            return not target.endswith(b"]")  # an element of an element has no variable
        return self.is_shared(target, close, HOLDER)


def _removes(text: _Text, name: str) -> bool:
    """A removal from what is no local: of one entry, or of all of them and always."""
    if b"delete" not in text.code and b"clear" not in text.code:
        return False
    for match in _REMOVED.finditer(text.code):
        if match[1] == b"delete":
            counts = name[:1].isupper()
        else:
            counts = _depth(text.code, 0, match.start()) == 1
        target = match[2] if match[3] else b""  # or no chain of names
        if counts and (not target or text.is_shared(target, match.start(), HOLDER)):
            return True
    return False


def _depth(code: bytes, start: int, end: int) -> int:
    return code.count(b"{", start, end) - code.count(b"}", start, end)


def _assigns(text: _Text, name: str) -> bool:
    """An assignment to an element, or one in the body to what is no local."""
    inserts = CHANGING.match(name) is None and INSERTING.match(name) is not None
    sets_up = SETTING_UP.match(name) is not None
    code, depth, seen = text.code, 0, 0
    for count, match in enumerate(_ASSIGNS.finditer(code)):
        at = match.start()
        depth, seen = depth + _depth(code, seen, at), at
        outside = not sets_up and depth == 1
        if inserts and not outside:
            continue
        start = _start(code, at)
        if count > _MOST or not start:
            return True
        if not outside and code.find(b"]", start, at) < 0:
            continue
        targets = [each.strip().rstrip(b") \t") for each in code[start:at].split(b",")]
        if len(targets) == 1 and _is_no_owner(code, match.end(), text.own, targets[0]):
            continue
        word = _STATEMENT.match(targets[0])
        if word is not None and word[1]:
            continue
        outside = outside and word is None
        has_element = not inserts and any(each.endswith(b"]") for each in targets)
        if has_element and (targets[1:] or text.is_shared_element(code.rfind(b"]", 0, at))):
            return True
        if outside and any(text.is_lost(each, at) for each in targets):
            return True
    return False


def _start(code: bytes, at: int) -> int:
    """Where the targets in front of an equals sign begin; 0 where that is on an earlier line."""
    low = max(0, at - _LONGEST)
    line = code.rfind(b"\n", low, at) + 1
    low = line or low
    start = max(line, code.rfind(b";", low, at) + 1, code.rfind(b"{", low, at) + 1)
    if start == line and code[max(0, line - _LONGEST) : line].rstrip().endswith(_OPEN_ENDS):
        return 0
    return start


def _is_no_owner(code: bytes, at: int, own: Locals, target: bytes) -> bool:
    """Whether one value that is assigned owns nothing, or is the caller's and goes to a field."""
    given = _GIVEN.match(code, at)
    if given is None or _NO_OWNER.match(code, at) is not None:
        return True
    if given[1] is None or target.endswith(b"]"):
        return False
    return given[1] in own.parameters and given[1] not in own.declared
