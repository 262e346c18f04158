"""Go's tokens as regular expressions: as much of the lexer as a split needs (Go spec, "Tokens").

Unterminated literals end with their line (or the file, for raw strings and block comments), so
that broken code costs one line where that is possible.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

IDENTIFIER = rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*+"
STRING = rb'"(?:[^"\\\n]|\\.)*+"?'
RAW_STRING = rb"`[^`]*+`?"
RUNE = rb"'(?:[^'\\\n]|\\.)*+'?"
LINE_COMMENT = rb"//[^\n]*+"
BLOCK_COMMENT = rb"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?"
TRIVIA = rb"(?:\s++|" + LINE_COMMENT + rb"|" + BLOCK_COMMENT + rb")*+"
KEYWORDS = (b"func", b"var", b"const", b"type", b"import")

_NUMBER = rb"\.?\d(?:[eEpP][+-]|[\w.])*+"
_NUMBER_OR_WORD = _NUMBER + rb"|[\w\x80-\xff]++"

#: Everything in which another token may seem to start.
OPAQUE_TOKEN = re.compile(b"|".join((STRING, RAW_STRING, RUNE, LINE_COMMENT, BLOCK_COMMENT)))
COMMENT_OR_LITERAL = re.compile(
    b"|".join((STRING, RAW_STRING, RUNE, rb"(" + LINE_COMMENT + rb"|" + BLOCK_COMMENT + rb")"))
)
#: The bytes, as numbers, of which identifiers, keywords and numbers are made.
WORD_BYTES = frozenset(
    byte for byte in range(256) if byte >= 0x80 or re.match(rb"\w", bytes([byte]))
)
WORD_AT = re.compile(IDENTIFIER)
COMMENT = re.compile(LINE_COMMENT + rb"|" + BLOCK_COMMENT)
SKIP_TRIVIA = re.compile(TRIVIA)
BETWEEN = re.compile(rb"(?:;|\s++|" + LINE_COMMENT + rb"|" + BLOCK_COMMENT + rb")*+")

# The groups of TOKEN, by `lastindex`.
LITERAL, LINE, BLOCK, OPEN, CLOSE, NEWLINE, SEMICOLON, WORD, OPERATOR = range(1, 10)
TOKEN = re.compile(
    rb"(" + b"|".join((STRING, RAW_STRING, RUNE)) + rb")"
    rb"|(" + LINE_COMMENT + rb")"
    rb"|(" + BLOCK_COMMENT + rb")"
    rb"|([(\[{])|([)\]}])|(\n)|(;)"
    rb"|(" + _NUMBER_OR_WORD + rb")"
    rb"|(\+\+|--|[^\s])"
)

_OPENING = frozenset(b"([{")
_NO_BRACKETS = bytes(set(range(256)) - set(b"([{}])"))

# Keywords after which a newline does not end a statement (Go spec, "Semicolons").
_OPEN_KEYWORDS = frozenset(
    b"case chan const default defer else for func go goto if import interface map package range "
    b"select struct switch type var".split()
)


def ends_statement(kind: int, text: bytes) -> bool:
    """Whether a newline after this token is a semicolon."""
    if kind == WORD:
        return text not in _OPEN_KEYWORDS
    return kind in (LITERAL, CLOSE) or text in (b"++", b"--")


def multi_line_tokens(data: bytes) -> list[tuple[int, int]]:
    """The raw strings and block comments, as (start, end), that span lines.

    Only lines that hold a backquote or `/*` are lexed, from their start: no other token spans
    lines, so the state at each line's start is known.
    """
    found: list[tuple[int, int]] = []
    at = 0
    raw, block = data.find(b"`"), data.find(b"/*")
    while raw >= 0 or block >= 0:
        first = min(raw, block) if raw >= 0 and block >= 0 else max(raw, block)
        line = max(at, data.rfind(b"\n", at, first) + 1)
        start, at = _token_over(data, line, first)
        if start == first and data.find(b"\n", start, at) >= 0:
            found.append((start, at))
        if 0 <= raw < at:
            raw = data.find(b"`", at)
        if 0 <= block < at:
            block = data.find(b"/*", at)
    return found


def _token_over(data: bytes, start: int, offset: int) -> tuple[int, int]:
    """The literal or comment that covers `offset`, lexing from `start`."""
    for token in OPAQUE_TOKEN.finditer(data, start):
        if token.end() > offset:
            return token.span()
    raise AssertionError(f"no token at {offset}")  # the caller found a backquote or `/*` there


def nesting(code: bytes) -> int:
    """How deep the brackets of `code` nest."""
    depth = deepest = 0
    for bracket in OPAQUE_TOKEN.sub(b"", code).translate(None, _NO_BRACKETS):
        if bracket in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def comments(data: bytes, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, int]]:
    """The comments of `start:end` in order, as (start, end) without a line ending.

    `start` must not be inside a token.
    """
    for token in COMMENT_OR_LITERAL.finditer(data, start, end):
        if token.lastindex:
            at, stop = token.span()
            yield at, stop - data.endswith(b"\r", at, stop)


def skip_trivia(data: bytes, at: int, end: int) -> int:
    """The first offset from `at` that is not in white space or a comment."""
    match = SKIP_TRIVIA.match(data, at, end)
    return match.end() if match else at
