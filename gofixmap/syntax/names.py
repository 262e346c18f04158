"""What a declaration declares, read from its tokens without the parser."""

from __future__ import annotations

import re

from gofixmap.syntax import lexer

_FUNC = re.compile(
    rb"func" + lexer.TRIVIA + rb"(?:(\()|(" + lexer.IDENTIFIER + rb"))",
)
_PLAIN_METHOD = re.compile(
    rb"func \((?:" + lexer.IDENTIFIER + rb" )?(\*?)(" + lexer.IDENTIFIER + rb")\) "
    rb"(" + lexer.IDENTIFIER + rb")\("
)
#: A line of a group that holds one complete specification: what follows the names has only flat
#: parentheses, and ends so that the newline is a semicolon.
_PLAIN_LINE = re.compile(
    rb"\s*+(" + lexer.IDENTIFIER + rb"(?:,[ \t]*" + lexer.IDENTIFIER + rb")*+)"
    rb"(?:[^\s\"'`/()\[\]{};,]++|[ \t]++(?=[^\s/])|,(?=[ \t]*+[^\s/])"
    rb"|\"[^\"\\\n]*+\"|'[^'\\\n]*+'|\([^\n\"'`/()\[\]{};]*+\)|\[\])*+"
    rb"(?<=[\w\"')\x80-\xff])[ \t\r]*+(?://[^\n]*+)?\n"
)
_NAME_LIST = re.compile(
    lexer.IDENTIFIER + rb"(?:" + lexer.TRIVIA + rb"," + lexer.TRIVIA + lexer.IDENTIFIER + rb")*+"
)
_SPLIT_NAMES = re.compile(rb"\s*,\s*")


def function_name(data: bytes, start: int, end: int) -> bytes:
    """The name of the function declared at `start`, empty for a method or broken code."""
    match = _FUNC.match(data, start, end)
    return (match[2] or b"") if match else b""


def method(data: bytes, start: int, end: int) -> tuple[str, str, bool] | None:
    """(receiver base type, method name, receiver is a pointer) of the method at `start`."""
    plain = _PLAIN_METHOD.match(data, start, end)
    if plain is not None:
        return _text(plain[2]), _text(plain[3]), bool(plain[1])
    match = _FUNC.match(data, start, end)
    if match is None or match[1] is None:
        return None
    base, pointer, depth, brackets = b"", False, 1, 0
    tokens = lexer.TOKEN.finditer(data, match.end(), end)
    for token in tokens:
        kind, text = token.lastindex, token[0]
        if kind == lexer.OPEN:
            depth += 1
            brackets += text == b"["
        elif kind == lexer.CLOSE:
            depth -= 1
            if not depth:
                break
        elif not brackets and kind == lexer.WORD:
            base = text
        elif not brackets and text == b"*":
            pointer = True
    for token in tokens:
        if token.lastindex == lexer.WORD:
            return (_text(base), _text(token[0]), pointer) if base else None
        if token.lastindex not in (lexer.LINE, lexer.BLOCK, lexer.NEWLINE):
            break
    return None


def declared_names(data: bytes, keyword: str, start: int, end: int) -> tuple[str, ...]:
    """The package-level names of the declaration at `start:end`, in order, without `_`.

    A method declares none. `init` is named although nothing can refer to it (Go spec, "Program
    initialization").
    """
    if keyword == "import":
        return ()
    if keyword == "func":
        found = [function_name(data, start, end)]
    else:
        found = _spec_names(data, start + len(keyword), end)
    return tuple(_text(name) for name in found if name and name != b"_")


def _text(name: bytes) -> str:
    return name.decode("utf-8", errors="replace")


def _spec_names(data: bytes, at: int, end: int) -> list[bytes]:
    """The names of the specifications in `at:end`, of one declaration or a group."""
    at = lexer.skip_trivia(data, at, end)
    if data[at : at + 1] != b"(":
        return _name_list(data, at, end)
    names: list[bytes] = []
    at += 1
    while at < end:
        plain = _PLAIN_LINE.match(data, at, end)
        if plain is not None:
            names += _SPLIT_NAMES.split(plain[1])
            at = plain.end()
        else:
            at = lexer.skip_trivia(data, at, end)
            names += _name_list(data, at, end)
            at = _spec_end(data, at, end)
    return names


def _name_list(data: bytes, at: int, end: int) -> list[bytes]:
    """The names that begin the specification at `at`."""
    match = _NAME_LIST.match(data, at, end)
    if match is None:
        return []
    return _SPLIT_NAMES.split(lexer.COMMENT.sub(b" ", match[0]).strip())


def _spec_end(data: bytes, at: int, end: int) -> int:
    """Where the specification at `at` of a group ends, its semicolon or newline included."""
    depth, ends = 0, False
    for token in lexer.TOKEN.finditer(data, at, end):
        kind = token.lastindex
        assert kind is not None
        if kind == lexer.LINE:
            continue
        if kind in (lexer.NEWLINE, lexer.BLOCK):
            if ends and not depth and b"\n" in token[0]:
                return token.end()
            continue
        if kind == lexer.OPEN:
            depth += 1
        elif kind == lexer.CLOSE:
            depth -= 1
        if depth < 0 or (kind == lexer.SEMICOLON and not depth):
            return token.end()
        ends = lexer.ends_statement(kind, token[0])
    return end
