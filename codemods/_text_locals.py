"""What the text of a function tells of its locals, without a parser."""

from __future__ import annotations

import re
import string
from functools import cached_property, lru_cache

from gofixmap.codemod import pattern

#: Strings and comments, which sieves replace by a space.
NO_CODE = pattern(
    rb"\"(?:\\.|[^\"\\\n])*+\"|`[^`]*+`|'(?:\\.|[^'\\\n])*+'|//[^\n]*+|/\*.*?\*/", re.DOTALL
)
NAME = pattern(rb"[\w\x80-\xff]+")
_PARAMETERS = pattern(rb"func\b\s*(?:\([^()]*\)\s*)?[\w\x80-\xff]+\s*(?:\[[^\n]*?\]\s*)?\(")
_BRACKETS = pattern(rb"[()]")
_LISTED = pattern(rb"[(,]\s*+([\w\x80-\xff]++)(?=[\s,)])")
_NAMES = pattern(rb"[\w\x80-\xff]+(?:\s*,\s*[\w\x80-\xff]+)*\s*\Z")
_DEFINES = pattern(rb":=")
_VARS = pattern(
    rb"var(?<![\w.\x80-\xff]var)[ \t]+((?:[\w\x80-\xff]+\s*,\s*)*[\w\x80-\xff]+)(?:[^\n=;]*=(?!=))?"
)
_SLICED = pattern(rb"[(,]\s*((?:[\w\x80-\xff]+\s*,\s*)*[\w\x80-\xff]+)\s+(?:\.\.\.|\*?\[)")
_UNSEEN = pattern(rb"func\b|var\s*\(")
_CHAINED = bytes(range(0x80, 0x100)) + (string.ascii_letters + string.digits + "_.)]").encode()
_CLAUSE = pattern(rb"\b(?:for|if|switch|select|case|func)\b")
_LABEL = pattern(rb"\b(?:case|default)\b")
_LONGEST = 300  # bytes of the names of a declaration, or of an operand
_MOST = 200  # declarations of one name that are looked at


def header(code: bytes) -> tuple[bytes, bytes]:
    """What stands around the parameters and the results of a declared function."""
    whole = code[: (code.find(b"{\n") + 1 or code.find(b"{") + 1 or len(code))]
    start = _PARAMETERS.match(whole)
    if start is None:
        return b"", whole
    depth = 0
    for bracket in _BRACKETS.finditer(whole, start.end() - 1):
        depth += 1 if bracket[0] == b"(" else -1
        if not depth:
            return whole[: bracket.end()], whole[bracket.end() :]
    return whole, b""


def indexed(code: bytes, close: int) -> tuple[bytes, int]:
    """What stands in front of the bracket that closes at an offset, and where that opens.

    Of a chain, `x.f` or `f(y).z`, as much as ends it. Nothing, and -1, where no bracket opens.
    """
    depth, at = 1, close
    while depth and at > 0:
        begin = code.rfind(b"[", max(0, at - 4 * _LONGEST), at)
        if begin < 0:
            return b"", -1
        depth += code.count(b"]", begin, at) - 1
        at = begin
    before = code[max(0, at - _LONGEST) : at]
    return before[len(before.rstrip(_CHAINED)) :], at


class Locals:
    """The locals of a function; `code` is its text without strings and comments."""

    def __init__(self, code: bytes) -> None:
        self.code = code

    @cached_property
    def header(self) -> tuple[bytes, bytes]:
        return header(self.code)

    @cached_property
    def parameters(self) -> frozenset[bytes]:
        return frozenset(_LISTED.findall(self.header[0]))

    @cached_property
    def sliced(self) -> frozenset[bytes]:
        """The parameters that are slices, arrays or pointers to these."""
        lists = _SLICED.findall(self.header[0])
        return frozenset(name for each in lists for name in NAME.findall(each))

    @cached_property
    def is_flat(self) -> bool:
        """Whether no function literal and no group declares names that are not seen here."""
        at = len(self.header[0]) + len(self.header[1])
        return bool(self.header[0]) and _UNSEEN.search(self.code, at) is None

    @cached_property
    def results(self) -> frozenset[bytes]:
        return frozenset(_LISTED.findall(self.header[1]))

    @cached_property
    def given(self) -> dict[bytes, list[tuple[int, int]]]:
        """By name where the declarations with a value begin and end."""
        code = self.code
        found: dict[bytes, list[tuple[int, int]]] = {}
        for match in _DEFINES.finditer(code):
            at = match.start()
            low = code.rfind(b"\n", max(0, at - _LONGEST), at) + 1
            if not low or code[max(0, low - _LONGEST) : low].rstrip().endswith(b","):
                low = max(0, at - _LONGEST)
            names = _NAMES.search(code, low, at)
            if names is not None:
                for name in NAME.findall(names[0]):
                    found.setdefault(name, []).append((names.start(), match.end()))
        for match, is_given in self._vars:
            for name in NAME.findall(match[1]) if is_given else ():
                found.setdefault(name, []).append(match.span())
        return found

    @cached_property
    def declared(self) -> dict[bytes, list[tuple[int, int]]]:
        """By name where the declarations begin and end, but for those of groups."""
        found = {name: [*places] for name, places in self.given.items()}
        for match, is_given in self._vars:
            for name in NAME.findall(match[1]) if not is_given else ():
                found.setdefault(name, []).append(match.span(1))
        return found

    @cached_property
    def _vars(self) -> list[tuple[re.Match[bytes], bool]]:
        return [(match, match.end() > match.end(1)) for match in _VARS.finditer(self.code)]

    def is_declared(self, name: bytes, at: int) -> bool:
        """Whether a name surely means a local at an offset."""
        return (
            name in self.parameters or name in self.results or self._holds(self.declared, name, at)
        )

    def is_given(self, name: bytes, at: int) -> bool:
        """Whether a name surely means a local there that is declared with a value."""
        return name in self.parameters or self._holds(self.given, name, at)

    def _holds(self, places: dict[bytes, list[tuple[int, int]]], name: bytes, at: int) -> bool:
        return any(
            end <= at and _is_in_scope(self.code, start, end, at)
            for start, end in places.get(name, ())[:_MOST]
        )


@lru_cache(maxsize=256)
def locals_of(text: bytes) -> Locals:
    """The locals of a function with this text, which several sieves ask for one after another."""
    return Locals(NO_CODE.sub(b" ", text))


def _is_in_scope(code: bytes, start: int, end: int, at: int) -> bool:
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
