"""Go that the grammar does not know, hidden from the parser at the same length.

A masked byte never changes a span, so edits go to the original bytes. Each form is hidden where
its tokens show it, which is outside of literals and comments by construction.
"""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from gofixmap.syntax import lexer
from gofixmap.text import Span

METHOD_TYPE_PARAMETERS = "method-type-parameters"
NEW_OPERAND = "new-operand"
MAKE_OPERAND = "make-operand"
LINE_BREAK = "line-break"

_MAY_BREAK = re.compile(rb"\][ \t]*(?://[^\n]*|\r)?\n(?:[ \t]*(?://[^\n]*|\r)?\n)*+[ \t]*\(")

#: What a call of a word turns into when its operand is an expression: the grammar reads the
#: operand of these two as a type. `new(expression)` is Go 1.26; `make` may be a local function.
_MASKED_WORDS = {b"new": (NEW_OPERAND, b"neu"), b"make": (MAKE_OPERAND, b"meke")}


class Mask(Struct, frozen=True):
    """Bytes hidden from the parser. `span` is what is replaced by `text`, of the same length.

    `kind` is `method-type-parameters` (the brackets and all between them, blanked),
    `new-operand` (the word `new` of a `new(expression)`, so that its operand parses as one),
    `make-operand` (the same of a function that is called `make`) or `line-break` (the white
    space behind a statement that the newline ends, as a semicolon).
    """

    span: Span
    kind: str
    text: bytes


class _Token(Struct):
    kind: int
    text: bytes
    start: int
    end: int


def masks(data: bytes, span: Span, *, eager: bool = False) -> tuple[Mask, ...]:
    """What to hide in the declaration at `span`, in source order.

    With `eager` also the `new` and `make` whose operand has the looks of a type.
    """
    tokens = [
        _Token(token.lastindex or 0, token[0], token.start(), token.end())
        for token in lexer.TOKEN.finditer(data, span.start, span.end)
        if token.lastindex not in (lexer.LINE, lexer.BLOCK, lexer.NEWLINE)
    ]
    return (*_method_type_parameters(tokens), *_new_operands(tokens, eager))


def line_breaks(data: bytes, start: int, end: int) -> tuple[Mask, ...]:
    """The newlines between `]` and `(`, over which the grammar reads a conversion: `x[i]`, `(y).z`.

    Go ends the statement there.
    """
    if _MAY_BREAK.search(data, start, end) is None:
        return ()
    tokens = [
        token
        for token in lexer.TOKEN.finditer(data, start, end)
        if token.lastindex not in (lexer.LINE, lexer.BLOCK, lexer.NEWLINE)
    ]
    ends = (
        one.end()
        for one, two in pairwise(tokens)
        if one[0] == b"]" and two[0] == b"(" and b"\n" in data[one.end() : two.start()]
    )
    return tuple(
        Mask(Span(at, at + 1), LINE_BREAK, b";") for at in ends if data[at : at + 1].isspace()
    )


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


def _new_operands(tokens: list[_Token], eager: bool) -> list[Mask]:
    """The `new` and `make` that are called with an expression."""
    found = []
    for index in range(len(tokens) - 2):
        token = tokens[index]
        if token.text not in _MASKED_WORDS or tokens[index + 1].text != b"(":
            continue
        if index and tokens[index - 1].text in (b".", b"func"):
            continue
        operand = _first_operand(tokens, index + 1)
        if operand and (eager or not _reads_as_type(operand)):
            kind, text = _MASKED_WORDS[token.text]
            found.append(Mask(Span(token.start, token.end), kind, text))
    return found


def _first_operand(tokens: list[_Token], opening: int) -> list[_Token]:
    """The tokens of the first argument of the call whose parenthesis is at `opening`."""
    depth = 0
    for index in range(opening, len(tokens)):
        token = tokens[index]
        depth += (token.kind == lexer.OPEN) - (token.kind == lexer.CLOSE)
        if not depth or (depth == 1 and token.text == b","):
            return tokens[opening + 1 : index]
    return []


def _reads_as_type(tokens: list[_Token]) -> bool:
    """Whether the grammar takes these tokens for a type; a generic type may be an index."""
    rest = tokens[_type_prefix(tokens) :]
    if not rest:
        return False
    if rest[0].text in (b"struct", b"interface"):
        return len(rest) > 1 and _closing(rest, 1) == len(rest) - 1
    if rest[0].text == b"func":
        return all(token.text != b"}" for token in rest)
    if rest[0].kind != lexer.WORD or rest[0].text[:1].isdigit():
        return False
    qualified = len(rest) > 2 and rest[1].text == b"." and rest[2].kind == lexer.WORD
    return _reads_as_type_arguments(rest[3 if qualified else 1 :])


def _type_prefix(tokens: list[_Token]) -> int:
    """How many tokens stand before a type's last element, such as `[]*` and `map[K]`."""
    texts = [token.text for token in tokens]
    index = 0
    while index < len(texts):
        if texts[index] in (b"*", b"(", b"chan"):
            index += 1
        elif texts[index : index + 2] == [b"<", b"-"]:
            if b"chan" not in (texts[index - 1] if index else b"", *texts[index + 2 : index + 3]):
                break
            index += 2
        elif texts[index] == b"[" or texts[index : index + 2] == [b"map", b"["]:
            index = _closing(tokens, index + (texts[index] == b"map")) + 1 or len(texts)
        else:
            break
    return index


def _reads_as_type_arguments(tokens: list[_Token]) -> bool:
    """Whether what follows a name may be `[K, *V]` and closing parentheses, or nothing."""
    if not tokens or all(token.text == b")" for token in tokens):
        return True
    if tokens[0].text != b"[":
        return False
    previous = b""
    for token in tokens:
        name = token.kind == lexer.WORD and not token.text[:1].isdigit()
        product = token.text == b"*" and previous not in (b"[", b",", b"]", b"*", b"chan")
        if product or not (name or token.text in (b".", b"[", b"]", b",", b"*", b")")):
            return False
        previous = token.text
    return True
