"""Says without a parser whether a function may put something into a map that nothing has made.

What is written is a field, an element or a package variable; or else a local that is declared with
no value, or with nil. Most locals that are indexed and assigned to are given a value, and those say
nothing. Where the text does not tell, the function is let through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gofixmap_codemods._package_names import MAP
from gofixmap_codemods._text_locals import NAME, Locals, indexed, locals_of

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gofixmap_codemods._package_names import Names

# `m[k] =`, `m[k] +=`, `m[k]++`, `m[k], err =`
_WRITES = pattern(rb"\][\s)]*+(?:(?:[-+*/%&|^]|<<|>>|&\^)?=(?!=)|\+\+|--|,)")
_MAY_WRITE = pattern(_WRITES.pattern + rb"|\][\s)]*+/")
_FILLS = pattern(rb"\bmaps\s*\.\s*(?:Copy|Insert)\b")
_EQUALS = pattern(rb"=(?<![=!<>:]=)(?!=)")
_NO_MAP = pattern(
    rb"\s*(?:[\w\x80-\xff]+\s*,\s*)*[\w\x80-\xff]+[ \t]+(?:\*?\[|func\b|chan\b)[^=;]*\Z"
)
_VAR = pattern(rb"var\b(?<![\w.\x80-\xff]var)\s*(\()?")
_NIL = pattern(rb"\(\s*nil\s*,?\s*\)")
_MAP = pattern(rb"map(?<=[\s]map)\s*\[")
_BEFORE = pattern(rb"[\w\x80-\xff]+(?:\s*,\s*[\w\x80-\xff]+)*\s+\Z")
_LISTS = pattern(rb"\)\s*\(([^()]*)\)")
_HANDED = pattern(rb"[(,]\s*+([\w\x80-\xff]++)\s*+(?=[,)])")
_LIBRARY = pattern(
    rb"(?:\bvar\s[\w, ]*?\s|\)\s*+\([^()]*?\s)(?:url\.Values|http\.Header|textproto\.MIMEHeader)\b"
)
_MOST = 200  # writes that are looked at one by one
_LONGEST = 300  # bytes of an operand, or of the names of a declaration


class Sieve:
    """Functions with a write to what may be a map that nothing has made."""

    def search(self, data: bytes, /) -> object | None:
        return may_fill(data, None) or None


class _Write(NamedTuple):
    """An index expression that is assigned to: what is indexed, of `x[i][j]` the x.

    `name` is a variable's, a field's, or nothing where it is neither.
    """

    at: int
    name: bytes
    is_field: bool
    is_inner: bool


def may_fill(data: bytes, names: Names | None) -> bool:
    """Whether something may be put into a map that may be nil; `names` are those of the package."""
    if b"maps" in data and _FILLS.search(data) is not None:
        return True
    if _may_be_set(data):
        return True
    if b"map" not in data and _MAY_WRITE.search(data) is None:
        return False
    own = locals_of(data)
    code = own.code
    written = list(_written(code))
    if len(written) > _MOST or _may_be_handed(code, own):
        return True
    nil = frozenset[bytes]() if all(each.is_field for each in written) else _nil_names(code, own)
    return any(_may_be_nil(each, own, nil, names) for each in written)


def _may_be_set(data: bytes) -> bool:
    """Whether a map of the library is declared without a value, and something put into one."""
    return (b".Set(" in data or b".Add(" in data) and _LIBRARY.search(data) is not None


def _may_be_nil(write: _Write, own: Locals, nil: Collection[bytes], names: Names | None) -> bool:
    name = write.name
    if not name:
        return True
    if write.is_field:
        return names is None or names.may_be(b"." + name, MAP)
    if write.is_inner:
        if name in own.declared or not own.is_flat:
            return True
        if name in own.parameters:
            return name not in own.sliced
        return names is None or names.may_be(name, MAP)
    if name in nil:
        return True
    return not own.is_given(name, write.at) and (names is None or names.may_be(name, MAP))


def _written(code: bytes) -> Iterator[_Write]:
    for match in _WRITES.finditer(code):
        at = match.start()
        if match[0].endswith(b",") and not _is_assigned(code, at, match.end()):
            continue
        text, begin = indexed(code, at)
        is_inner = text.endswith(b"]")
        if is_inner:
            text, begin = indexed(code, begin - 1)
        if text.endswith((b"]", b")")):  # (m)[k] is as good as m[k]
            yield _Write(at, b"", False, is_inner)
            continue
        _, dot, name = text.rpartition(b".")
        if not dot and code[max(0, begin - _LONGEST) : begin - len(text)].rstrip().endswith(b"."):
            dot = b"."  # on the line above
        yield _Write(at, name if NAME.fullmatch(name) else b"", bool(dot), is_inner)


def _is_assigned(code: bytes, at: int, comma: int) -> bool:
    """Whether what ends at an offset with a comma behind it may be assigned to."""
    before = code[max(0, at - _LONGEST) : at]
    before = before[max(map(before.rfind, (b"\n", b";", b"{"))) + 1 :]
    if before.count(b"(") > before.count(b")"):  # an argument
        return False
    end = code.find(b"\n", comma)
    line = code[comma : end if end >= 0 else len(code)]
    if _EQUALS.search(line) is not None:
        return True
    is_open = any(
        line.count(one) > line.count(other) for one, other in ((b"[", b"]"), (b"(", b")"))
    )
    return is_open or line.rstrip()[-1:] in (b"", b",")


def _may_be_handed(code: bytes, own: Locals) -> bool:
    """Whether a call is given a variable of a map type that is declared without a value."""
    if b"map" not in code:
        return False
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
        if not match[1] and _NO_MAP.match(line) is not None:
            continue
        if match[1] or b"=" not in line or b"nil" in line or line.rstrip().endswith(b"="):
            found.update(NAME.findall(line))
    for match in _NIL.finditer(code):
        at = max(code.rfind(b":=", 0, match.start()), code.rfind(b"var", 0, match.start()))
        start = code.rfind(b"\n", 0, max(0, at)) + 1
        found.update(NAME.findall(code, start, match.start()))
    for listed in _LISTS.findall(code):
        found.update(NAME.findall(listed))
    return found
