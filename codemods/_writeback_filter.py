"""Which bytes can hold a finding of map-writeback, told without a parser.

A write has a closing bracket, then links to a field or an element, then an assignment operator. A
pointer method has a bracket, a selector and a call. A lost twin needs a name that an index
expression or a range clause defines, and a statement that begins to assign to a part of that name;
as one expression with a back reference that takes quadratic time, as scans it is linear. Each
expression begins with a literal byte, which the engine of `re` finds much faster than a class.
"""

from __future__ import annotations

from collections.abc import Iterator

from gofixmap.codemod import pattern

# Brackets and parentheses with what is inside them, three levels deep; possessive
# and bounded, so that no text takes more than linear time.
_BRACKETS = rb"\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]{0,400}+\]){0,400}+\]){0,400}+\]"
_PARENS = rb"\((?:[^()\n;]|\((?:[^()\n;]|\([^()\n;]{0,400}+\)){0,400}+\)){0,400}+\)"
_OPERATOR = rb"(?:[-+*/%&|^]=|<<=|>>=|&\^=|(?<![=!<>:+\-*/%&|^])=(?!=)|\+\+|--)"
_LINKS = rb"(?:(?<=\.)\s+|[\w.) \t\x80-\xff]++|/\*[^*]*+\*/|" + _BRACKETS + rb"){0,40}+"
_MORE_TARGETS = rb",(?:[^;=\n]|==|[<>!:]=|(?<=[,(\[{.+*/-])\r?\n){0,800}+=(?!=)"

_WRITE = pattern(  # m[k].f = x
    rb"\]\)*+\s*+(?:/\*[^*]*+\*/)?\s*+(?=\.\s*\w|\[)"
    + _LINKS
    + rb"(?:"
    + _OPERATOR
    + rb"|"
    + _MORE_TARGETS
    + rb")"
)
_CALL = pattern(rb"\][\s)]*+\.[\w.\s]++\(")  # m[k].Method(
_ADDRESS = pattern(  # &m[k]; with an operand in front of it, & is the binary operator
    rb"&(?<![\w)\]&\"'`]&)[ \t]*+(?:\([^\n;\[]{0,400}+|(?:[\w.*\x80-\xff]|" + _PARENS + rb")++)\["
)
_SLICE = pattern(rb"\][\s)]*+(?:\.\s*\w++[\s)]*+){0,9}+\[[^\n]{0,400}:")  # m[k].arr[:]

_COPIED = pattern(rb":=(?:\s*range\b|[ \t]*[^\n=;]{0,400}\][ \t]*(?:;|//|/\*|\r?\n|\}))")
_DECLARED = pattern(rb"var[ \t]+(\w+)\b[^\n=;(]*=[^\n=;]*\][ \t]*(?:;|//|/\*|\r?\n|\})")
_WORD = pattern(rb"\w+")
_LONGEST = 200  # bytes in front of `:=` that are searched for the names
_ASSIGNED = pattern(
    rb"[{;:,\n][ \t]*+\(*+(\w++)[ \t]*+[.\[]"
    rb"(?:[^\n=;+-]{0,400}+(?:\+\+|--)|[^\n=;]{0,400}+=(?!=))"
)

_ATOMIC = pattern(rb"atomic\.[ACOS]\w++\(\s*+&\(*+(\w++)[ \t]*+[.\[]")


class Sieve:
    """Searches bytes as a compiled expression does; see the module's text."""

    def search(self, data: bytes, /) -> object | None:
        for expression in (_CALL, _ADDRESS, _SLICE, _WRITE):
            if (found := expression.search(data)) is not None:
                return found
        return _twin(data)


def _twin(data: bytes) -> object | None:
    defined = set(_defined(data))
    if not defined:
        return None
    for expression in (_ASSIGNED, _ATOMIC) if b"atomic." in data else (_ASSIGNED,):
        for match in expression.finditer(data):
            if match[1] in defined:
                return match
    return None


def assigns_to(name: bytes, code: bytes) -> bool:
    """Whether a statement in `code` seems to assign to a part of the variable `name`."""
    return any(match[1] == name for match in _ASSIGNED.finditer(code)) or any(
        match[1] == name for match in _ATOMIC.finditer(code)
    )


def _defined(data: bytes) -> Iterator[bytes]:
    """The names that a range clause or an index expression defines."""
    for match in _COPIED.finditer(data):
        at = match.start()
        start = max(data.rfind(b"\n", max(0, at - _LONGEST), at) + 1, at - _LONGEST, 0)
        yield from _WORD.findall(data, start, at)[-2:]
    for match in _DECLARED.finditer(data) if b"var" in data else ():
        yield match[1]
