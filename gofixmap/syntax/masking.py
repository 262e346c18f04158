"""Go that the grammar does not know, hidden from the parser at the same length.

A masked byte never changes a span, so edits go to the original bytes. Each form is hidden where
its tokens show it, which is outside of literals and comments by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

from gofixmap.syntax import lexer
from gofixmap.text import Span

METHOD_TYPE_PARAMETERS = "method-type-parameters"
NEW_OPERAND = "new-operand"


@dataclass(frozen=True, slots=True)
class Mask:
    """Bytes hidden from the parser. `span` is what is replaced by `text`, of the same length.

    `kind` is `method-type-parameters` (the brackets and all between them, blanked) or
    `new-operand` (the word `new` of a `new(expression)`, so that its operand parses as one).
    """

    span: Span
    kind: str
    text: bytes


@dataclass(slots=True)
class _Token:
    kind: int
    text: bytes
    start: int
    end: int


def masks(data: bytes, span: Span) -> tuple[Mask, ...]:
    """What to hide in the declaration at `span`, in source order."""
    tokens = [
        _Token(token.lastindex or 0, token[0], token.start(), token.end())
        for token in lexer.TOKEN.finditer(data, span.start, span.end)
        if token.lastindex not in (lexer.LINE, lexer.BLOCK, lexer.NEWLINE)
    ]
    return (*_method_type_parameters(tokens), *_new_operands(tokens))


def masked(data: bytes, found: tuple[Mask, ...]) -> bytes:
    """A copy of `data` with the masks in place."""
    copy = bytearray(data)
    for mask in found:
        copy[mask.span.start : mask.span.end] = mask.text
    return bytes(copy)


def _closing(tokens: list[_Token], opening: int) -> int:
    """The index of the bracket that closes the one at `opening`, or -1."""
    depth = 0
    for index in range(opening, len(tokens)):
        kind = tokens[index].kind
        depth += (kind == lexer.OPEN) - (kind == lexer.CLOSE)
        if not depth:
            return index
    return -1


def _method_type_parameters(tokens: list[_Token]) -> list[Mask]:
    """`func (r T) M[P any](...)`: methods have had type parameters since Go 1.27."""
    if [token.text for token in tokens[:2]] != [b"func", b"("]:
        return []
    name = _closing(tokens, 1) + 1
    if not name or name + 1 >= len(tokens) or tokens[name + 1].text != b"[":
        return []
    closing = _closing(tokens, name + 1)
    if closing < 0:
        return []
    span = Span(tokens[name + 1].start, tokens[closing].end)
    return [Mask(span, METHOD_TYPE_PARAMETERS, b" " * len(span))]


def _new_operands(tokens: list[_Token]) -> list[Mask]:
    """`new(expression)`, since Go 1.26; an operand that reads as a type is left alone."""
    found = []
    for index in range(len(tokens) - 2):
        token = tokens[index]
        if token.text != b"new" or tokens[index + 1].text != b"(":
            continue
        if index and tokens[index - 1].text in (b".", b"func"):
            continue
        closing = _closing(tokens, index + 1)
        if closing > index + 2 and not _reads_as_type(tokens[index + 2 : closing]):
            found.append(Mask(Span(token.start, token.end), NEW_OPERAND, b"neu"))
    return found


def _reads_as_type(tokens: list[_Token]) -> bool:
    """Whether the grammar takes these tokens for a type; a generic type may be an index."""
    index = 0
    while index < len(tokens):
        text = tokens[index].text
        if text in (b"*", b"(", b"<", b"-", b"chan"):
            index += 1
        elif text == b"[" or (text == b"map" and index + 1 < len(tokens)):
            index = _closing(tokens, index + (text == b"map")) + 1
            if not index:
                return False
        else:
            break
    rest = tokens[index:]
    if not rest:
        return False
    if rest[0].text in (b"struct", b"interface"):
        return _closing(rest, 1) == len(rest) - 1 if len(rest) > 1 else False
    if rest[0].text == b"func":
        return rest[-1].text != b"}" and not (rest[-1].text == b")" and b"}" in _texts(rest))
    return all(_in_type_name(token) for token in rest)


def _texts(tokens: list[_Token]) -> list[bytes]:
    return [token.text for token in tokens]


def _in_type_name(token: _Token) -> bool:
    if token.kind == lexer.WORD:
        return not token.text[:1].isdigit()
    return token.text in (b".", b"[", b"]", b",", b"*", b")")
