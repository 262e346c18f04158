"""How the types of a function's parameters are spelled, read from its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from gofixmap.patterns import pattern
from gofixmap.semantics.sharing.surfaces import NAME, WORD, behind_group

if TYPE_CHECKING:
    from gofixmap.syntax.source import Declaration

_NO_FUNCTIONS = frozenset(
    b"any bool byte error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 "
    b"uint32 uint64 uintptr complex64 complex128 context.Context time.Duration time.Time io.Reader "
    b"io.Writer io.Closer io.ReadCloser io.WriteCloser io.ReadWriteCloser net.Conn net.Listener "
    b"net.Addr reflect.Type reflect.Value".split()
)
PLAIN = pattern(
    rb"type[ \t]+(" + NAME + rb")[ \t]+(?:struct\b|interface\b|map\[|chan\b|\[|\*|"
    rb"(?:bool|byte|float32|float64|u?int(?:8|16|32|64)?|rune|string|uintptr)\b)"
)
_BRACKET = pattern(rb"[()\[\]{},]")


def may_be_function(spelled: bytes, plain: Collection[bytes]) -> bool:
    """Whether a type may be that of functions; `plain` are names of types that are not."""
    if b"func" in spelled:
        return True
    if spelled[:1] in b"*[<." or spelled in _NO_FUNCTIONS:
        return False
    if spelled.startswith((b"map[", b"chan ", b"struct", b"interface")):
        return False
    return spelled not in plain


def parameters(declaration: Declaration) -> Iterator[bytes]:
    """How the types of a function's parameters are spelled; a name that stands for its own type
    is given where the type of several follows."""
    text = declaration.text
    start = behind_group(text, 0) if declaration.method is not None else 0
    opening = text.find(b"(", start)
    if b"[" in text[start:opening]:  # type parameters, which may be anything
        yield b"func"
        return
    depth, begun = 0, opening + 1
    for match in _BRACKET.finditer(text, opening) if opening >= 0 else ():
        if match[0] in b"([{":
            depth += 1
        elif match[0] != b",":
            depth -= 1
        if (depth == 1 and match[0] == b",") or depth == 0:
            spelled = text[begun : match.start()].strip()
            name, _, kind = spelled.partition(b" ")
            if kind or depth == 0 or not name:
                yield kind.strip() if kind and WORD.fullmatch(name) else spelled
            elif not WORD.fullmatch(name):
                yield spelled
            begun = match.end()
        if depth == 0:
            return
