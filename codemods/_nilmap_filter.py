"""Says without a parser whether a function may put something into a map that nothing has made.

What is written is a field, an element or a package variable; or else a local that is declared with
no value, or with nil. Most locals that are indexed and assigned to are given a value, and those say
nothing. Where the text does not tell, the function is let through.
"""

from __future__ import annotations

import re

# `m[k] =`, `m[k] +=`, `m[k]++`, `m[k], err =`
_WRITES = re.compile(rb"\][\s)]*+(?:(?:[-+*/%&|^]|<<|>>|&\^)?=(?!=)|\+\+|--|,)")
_FILLS = re.compile(rb"\bmaps\s*\.\s*(?:Copy|Insert)\b")
NO_CODE = re.compile(
    rb"\"(?:\\.|[^\"\\\n])*+\"|`[^`]*+`|'(?:\\.|[^'\\\n])*+'|//[^\n]*+|/\*.*?\*/", re.DOTALL
)
_WORD = re.compile(rb"[\w\x80-\xff]+")
_END = re.compile(rb"[\w.)\]\x80-\xff]*\Z")
_NAMES = re.compile(rb"[\w\x80-\xff]+(?:\s*,\s*[\w\x80-\xff]+)*\s*\Z")
_PARAMETERS = re.compile(rb"func\b\s*(?:\([^()]*\)\s*)?[\w\x80-\xff]+\s*(?:\[[^\n]*?\]\s*)?\(")
_VAR = re.compile(rb"var\b(?<![\w.\x80-\xff]var)\s*(\()?")
_NIL = re.compile(rb"\(\s*nil\s*,?\s*\)")
_OF_MAP = re.compile(rb"((?:[\w\x80-\xff]+\s*,\s*)*[\w\x80-\xff]+)\s+map\s*\[")
_LISTS = re.compile(rb"\)\s*\(([^()]*)\)")
_DECLARED = rb"\b%s\b[\w\s,\x80-\xff]{0,300}+:=|\bvar\s+(?:[\w\x80-\xff]+\s*,\s*)*%s\b[^\n=]*=(?!=)"
_CLAUSE = re.compile(rb"\b(?:for|if|switch|select|case|func)\b")
_LABEL = re.compile(rb"\b(?:case|default)\b")
_MOST = 200  # writes that are looked at one by one
_LONGEST = 300  # bytes of an operand, or of the names of a declaration


class Sieve:
    """Functions with a write to what may be a map that nothing has made."""

    def search(self, data: bytes, /) -> object | None:
        if _FILLS.search(data) is not None:
            return True
        if b"]" not in data:
            return None
        code = NO_CODE.sub(b" ", data)
        written = list(_written(code))
        if len(written) > _MOST or any(not name for name, _ in written):
            return True
        results = header(code)[1]
        if any(_is_handed(code, name) for name in _nil_maps(code, results)):
            return True
        nil = _nil_names(code, results) if written else ()
        return any(name in nil or not _is_given(code, name, at) for name, at in written) or None


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
        found.append((text if is_name and _WORD.fullmatch(text) else b"", match.start()))
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


def header(code: bytes) -> tuple[bytes, bytes]:
    """What stands around the parameters and the results of a declared function."""
    whole = code[: (code.find(b"{\n") + 1 or code.find(b"{") + 1 or len(code))]
    start = _PARAMETERS.match(whole)
    if start is None:
        return b"", whole
    depth = 0
    for at in range(start.end() - 1, len(whole)):
        depth += (whole[at] == 40) - (whole[at] == 41)
        if not depth:
            return whole[: at + 1], whole[at + 1 :]
    return whole, b""


def _nil_maps(code: bytes, results: bytes) -> set[bytes]:
    """The names that are declared without a value and with a map type that is written out."""
    found: set[bytes] = set()
    lists = [results, *_LISTS.findall(code)] if b"map" in code else []
    lists += [code[match.end() : match.end() + _LONGEST] for match in _VAR.finditer(code)]
    for listed in lists:
        for names in _OF_MAP.findall(listed):
            found.update(_WORD.findall(names))
    return found


def _nil_names(code: bytes, results: bytes) -> set[bytes]:
    """The names that may be declared without a value, or with nil; and other words."""
    found = set(_WORD.findall(results))
    for match in _VAR.finditer(code) if b"var" in code else ():
        close = b")" if match[1] else b"\n"
        end = code.find(close, match.end())
        line = code[match.end() : end if end >= 0 else len(code)]
        if match[1] or b"=" not in line or b"nil" in line or line.rstrip().endswith(b"="):
            found.update(_WORD.findall(line))
    for match in _NIL.finditer(code):
        at = max(code.rfind(b":=", 0, match.start()), code.rfind(b"var", 0, match.start()))
        start = code.rfind(b"\n", 0, max(0, at)) + 1
        found.update(_WORD.findall(code, start, match.start()))
    for listed in _LISTS.findall(code):
        found.update(_WORD.findall(listed))
    return found


def _is_handed(code: bytes, name: bytes) -> bool:
    """Whether a call is given the variable: the callee may write to it."""
    return re.search(rb"[(,]\s*%s\s*[,)]" % name, code) is not None


def _is_given(code: bytes, name: bytes, at: int) -> bool:
    """Whether a local that has a value is what the name means at an offset."""
    if re.search(rb"[(,]\s*%s[\s,)]" % name, header(code)[0]) is not None:
        return True
    for match in re.finditer(_DECLARED % (name, name), code[:at]):
        if is_in_scope(code, match.start(), match.end(), at):
            return True
    return False


def is_in_scope(code: bytes, start: int, end: int, at: int) -> bool:
    """Whether the block of a declaration surely holds an offset behind it."""
    between = code[end:at]
    if b"}" not in between:
        return True
    if _LABEL.search(between) is not None:
        return False
    line = code[code.rfind(b"\n", 0, start) + 1 : start]
    if _CLAUSE.search(line) is not None:  # the block opens behind it
        between = between[between.find(b"{") + 1 :]
    depth, least = 0, 0
    for part in between.split(b"}")[:-1]:
        depth += part.count(b"{") - 1
        least = min(least, depth)
    return least == 0
