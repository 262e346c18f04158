"""Says without a parser whether a function may put something into a map that nothing has made.

What is written is a field, an element or a package variable; or else a local that is declared with
no value, or with nil. Most locals that are indexed and assigned to are given a value, and those say
nothing. Where the text does not tell, the function is let through.
"""

from __future__ import annotations

import re

from gofixmap_codemods._text_locals import NAME, NO_CODE, Locals

# `m[k] =`, `m[k] +=`, `m[k]++`, `m[k], err =`
_WRITES = re.compile(rb"\][\s)]*+(?:(?:[-+*/%&|^]|<<|>>|&\^)?=(?!=)|\+\+|--|,)")
_MAY_WRITE = re.compile(_WRITES.pattern + rb"|\][\s)]*+/")
_FILLS = re.compile(rb"\bmaps\s*\.\s*(?:Copy|Insert)\b")
_END = re.compile(rb"[\w.)\]\x80-\xff]*\Z")
_VAR = re.compile(rb"var\b(?<![\w.\x80-\xff]var)\s*(\()?")
_NIL = re.compile(rb"\(\s*nil\s*,?\s*\)")
_MAP = re.compile(rb"map(?<=[\s]map)\s*\[")
_BEFORE = re.compile(rb"[\w\x80-\xff]+(?:\s*,\s*[\w\x80-\xff]+)*\s+\Z")
_LISTS = re.compile(rb"\)\s*\(([^()]*)\)")
_HANDED = re.compile(rb"[(,]\s*+([\w\x80-\xff]++)\s*+(?=[,)])")
_MOST = 200  # writes that are looked at one by one
_LONGEST = 300  # bytes of an operand, or of the names of a declaration


class Sieve:
    """Functions with a write to what may be a map that nothing has made."""

    def search(self, data: bytes, /) -> object | None:
        if b"maps" in data and _FILLS.search(data) is not None:
            return True
        if b"map" not in data and _MAY_WRITE.search(data) is None:
            return None
        code = NO_CODE.sub(b" ", data)
        own = Locals(code)
        written = list(_written(code))
        if len(written) > _MOST or any(not name for name, _ in written):
            return True
        if _may_be_handed(code, own):
            return True
        nil = _nil_names(code, own) if written else ()
        return any(name in nil or not own.is_given(name, at) for name, at in written) or None


def _written(code: bytes) -> list[tuple[bytes, int]]:
    """The variables that are indexed and assigned to, and where; b"" for what is no name alone."""
    found: list[tuple[bytes, int]] = []
    for match in _WRITES.finditer(code):
        if match[0].endswith(b",") and not _is_assigned(code, match.end()):
            continue
        begin = _opening(code, match.start())
        operand = _END.search(code[max(0, begin - _LONGEST) : begin])
        text = operand[0] if operand is not None else b""
        is_name = text[-1:] not in (b")", b"]") and b"." not in text[-_LONGEST:].rpartition(b")")[2]
        found.append((text if is_name and NAME.fullmatch(text) else b"", match.start()))
    return found


def _is_assigned(code: bytes, start: int) -> bool:
    """Whether an assignment may follow the comma in front of `start`."""
    end = code.find(b"\n", start)
    line = code[start : end if end >= 0 else len(code)]
    return b"=" in line or line.rstrip()[-1:] in (b"", b",", b"(", b"[", b"{")


def _opening(code: bytes, end: int) -> int:
    """Where the bracket opens that closes at `end`; -1 where it does not."""
    depth, at = 1, end
    while depth and at > 0:
        begin = code.rfind(b"[", max(0, at - 4 * _LONGEST), at)
        if begin < 0:
            return -1
        depth += code.count(b"]", begin, at) - 1
        at = begin
    return at


def _may_be_handed(code: bytes, own: Locals) -> bool:
    """Whether a call is given a variable of a map type that is declared without a value."""
    names: set[bytes] = set()
    for match in _MAP.finditer(code, len(own.header[0])):
        found = _BEFORE.search(code, max(0, match.start() - _LONGEST), match.start())
        names.update(NAME.findall(found[0]) if found is not None else ())
    return bool(names) and not names.isdisjoint(_HANDED.findall(code))


def _nil_names(code: bytes, own: Locals) -> set[bytes]:
    """The names that may be declared without a value, or with nil; and other words."""
    found = set(NAME.findall(own.header[1]))
    for match in _VAR.finditer(code) if b"var" in code else ():
        close = b")" if match[1] else b"\n"
        end = code.find(close, match.end())
        line = code[match.end() : end if end >= 0 else len(code)]
        if match[1] or b"=" not in line or b"nil" in line or line.rstrip().endswith(b"="):
            found.update(NAME.findall(line))
    for match in _NIL.finditer(code):
        at = max(code.rfind(b":=", 0, match.start()), code.rfind(b"var", 0, match.start()))
        start = code.rfind(b"\n", 0, max(0, at)) + 1
        found.update(NAME.findall(code, start, match.start()))
    for listed in _LISTS.findall(code):
        found.update(NAME.findall(listed))
    return found
