"""Splits a Go file into its top-level declarations without parsing it.

gofmt puts the keyword of each top-level declaration, and nothing else that starts with one of
these keywords, at the start of a line. So one search for such lines splits gofmt'ed code. Each
piece is then checked by a few counts; only a piece that they do not settle is lexed, with bracket
depth and Go's rule of automatic semicolons, which splits code in any layout.
"""

from __future__ import annotations

import re
from array import array

from msgspec import Struct

from gofixmap.syntax import lexer

#: A start of a line that matters: a keyword, or a closing bracket with the rest of its line.
_EVENT = re.compile(rb"\n(?:(func|var|const|type|import)(?![\w\x80-\xff])|[)}\]][^\n]*+)")
_KEYWORD = re.compile(rb"(func|var|const|type|import)(?![\w\x80-\xff])")
_PACKAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    + lexer.TRIVIA
    + rb"(?P<keyword>package)(?![\w\x80-\xff])"
    + lexer.TRIVIA
    + rb"(?P<name>"
    + lexer.IDENTIFIER
    + rb")"
)
#: Declarations that share a line; comments may match too, the lexer then decides.
_SHARED_LINE = re.compile(rb";[ \t]*(?:func|var|const|type|import)(?![\w\x80-\xff])")
_NOT_PLAIN = re.compile(rb"[\"'`/;]")
_ENDS = re.compile(rb"[\w)\]}\x80-\xff]")
#: Words after which the next line goes on, where that may start with `func`.
_OPEN_WORDS = (b"chan", b"var", b"const", b"type", b"import", b"func")
_NAMED_FUNC = re.compile(rb"[ \t]+" + lexer.IDENTIFIER)
_OPENERS = frozenset(b"{([")
_BY_LETTER = {word[0]: word.decode() for word in lexer.KEYWORDS}
_MOST_KNOWN = 16_384  # files whose offsets are kept, in 10 MB at most
_known: dict[tuple[int, int], array[int]] = {}  # by the length and the hash of their bytes


class Piece(Struct):
    """One declaration: `keyword`, and the bytes from it to the end of its last token.

    `before` is where the preceding declaration (or package clause) ends: between it and `start`
    there are only comments and white space.
    """

    keyword: str
    start: int
    end: int
    before: int


def package_clause(data: bytes) -> re.Match[bytes] | None:
    """The match of everything up to the package's name, with groups `keyword` and `name`."""
    return _PACKAGE.match(data)


def split(data: bytes) -> list[Piece]:
    """The top-level declarations of a file, in order; never fails, whatever the bytes.

    The offsets stay known when the file itself is let go of and read again.
    """
    clause = package_clause(data)
    start = clause.end() if clause else 3 * data.startswith(b"\xef\xbb\xbf")
    key = len(data), hash(data)
    known = _known.get(key)
    if known is not None:
        return _pieces(data, start, known)
    pieces = _split(data, start)
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[key] = array("I", [offset for each in pieces for offset in (each.start, each.end)])
    return pieces


def _pieces(data: bytes, before: int, offsets: array[int]) -> list[Piece]:
    """The pieces that start and end at these offsets; no two keywords begin with one letter."""
    pieces = []
    each = iter(offsets)
    for start, end in zip(each, each, strict=True):
        pieces.append(Piece(_BY_LETTER[data[start]], start, end, before))
        before = end
    return pieces


def _split(data: bytes, start: int) -> list[Piece]:
    pieces = _split_by_lines(data, start)
    if pieces is None:
        lexed, complete = list[Piece](), False
        if _may_close(data[start:]):
            lexed, complete = _split_by_tokens(data, start, len(data))
        pieces = lexed if complete else _split_broken(data, start)
    before = start
    for piece in pieces:
        piece.before, before = before, piece.end
    return pieces


class _Events:
    """The events of `_EVENT` outside of tokens that span lines."""

    __slots__ = ("_data", "_opaque", "_start")

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start
        self._opaque = lexer.multi_line_tokens(data)

    def heads(self) -> list[tuple[str, int, int, int]]:
        """(keyword, start, number of closing lines that do not reopen, the last of them)."""
        data = self._data
        opaque = iter([*self._opaque, (len(data), 0)])
        hidden_from, hidden_to = next(opaque)
        heads: list[tuple[str, int, int, int]] = []
        keyword, at, closing, closer = "", self._start, 0, 0
        for event in _EVENT.finditer(data, self._start):
            start = event.start()
            while start >= hidden_to and hidden_to:
                hidden_from, hidden_to = next(opaque)
            if start >= hidden_from and hidden_to:
                continue
            word = event[1]
            if word is not None:
                heads.append((keyword, at, closing, closer))
                keyword, at, closing = word.decode(), start + 1, 0
            elif data[event.end() - 1] not in _OPENERS:
                closing += 1
                closer = start + 1
        heads.append((keyword, at, closing, closer))
        return heads


def _split_by_lines(data: bytes, start: int) -> list[Piece] | None:
    """The split where each piece is one balanced declaration, else None."""
    heads = _Events(data, start).heads()
    shared = _SHARED_LINE.search(data, start) is not None
    pieces: list[Piece] = []
    first = heads[1][1] if len(heads) > 1 else len(data)
    if lexer.SKIP_TRIVIA.fullmatch(data, start, first) is None:
        return None
    for index in range(1, len(heads)):
        keyword, at, closing, closer = heads[index]
        limit = heads[index + 1][1] if index + 1 < len(heads) else len(data)
        end = _neat_end(data, at, limit, closing, closer)
        if end < 0 or (shared and _SHARED_LINE.search(data, at, limit)):
            lexed, complete = _split_by_tokens(data, at, limit)
            if not complete:
                return None
            pieces += lexed
        else:
            pieces.append(Piece(keyword, at, end, 0))
    return pieces


def _neat_end(data: bytes, start: int, limit: int, closing: int, closer: int) -> int:
    """The end of the last token where counts show that the piece is one declaration, else -1."""
    if closing > 1:
        return -1
    line_end = data.find(b"\n", start, limit)
    if line_end < 0:
        line_end = limit
    if closing:
        last = line_end - 1
        if data[last] == 13:  # \r
            last -= 1
        end = closer + 1
        if data[last] not in _OPENERS or data[end : end + 1] not in (b"\n", b"\r", b""):
            return -1
    else:
        end = start + len(data[start:line_end].rstrip())
        if _NOT_PLAIN.search(data, start, end) or not _ENDS.match(data, end - 1):
            return -1
        if data.endswith(_OPEN_WORDS, start, end):
            return -1
    if end < limit and lexer.SKIP_TRIVIA.fullmatch(data, end, limit) is None:
        return -1
    piece = data[start:end]
    return end if _balanced(piece) or _balanced(lexer.OPAQUE_TOKEN.sub(b"", piece)) else -1


def _balanced(code: bytes) -> bool:
    count = code.count
    return count(b"{") == count(b"}") and count(b"(") == count(b")")


def _may_close(code: bytes) -> bool:
    """Whether as many brackets close as open; an editor asks at each key, and mostly not."""
    count = lexer.OPAQUE_TOKEN.sub(b" ", code).count
    return sum(map(count, (b"{", b"(", b"["))) == sum(map(count, (b"}", b")", b"]")))


def _split_by_tokens(data: bytes, start: int, limit: int) -> tuple[list[Piece], bool]:
    """The declarations in `start:limit` by bracket depth, and whether the last one is complete.

    A function with a name begins a declaration even where the one before lacks its end.
    """
    pieces: list[Piece] = []
    depth = 0
    boundary, ends = True, False
    for token in lexer.TOKEN.finditer(data, start, limit):
        kind = token.lastindex
        assert kind is not None
        if kind == lexer.NEWLINE or (kind == lexer.BLOCK and b"\n" in token[0]):
            boundary = boundary or (ends and not depth)
            continue
        if kind in (lexer.LINE, lexer.BLOCK):
            continue
        if kind == lexer.SEMICOLON:
            boundary, ends = boundary or not depth, False
            continue
        text = token[0]
        if (
            kind == lexer.WORD
            and text in lexer.KEYWORDS
            and (boundary or _starts(data, token, depth))
        ):
            pieces.append(Piece(text.decode(), token.start(), token.end(), 0))
        elif kind == lexer.OPEN:
            depth += 1
        elif kind == lexer.CLOSE:
            depth -= 1
            if depth < 0:
                return pieces, False
        if pieces:
            pieces[-1].end = token.end()
        boundary, ends = False, lexer.ends_statement(kind, text)
    return pieces, depth == 0 and (ends or boundary)


def _starts(data: bytes, keyword: re.Match[bytes], depth: int) -> bool:
    named = not depth and keyword[0] == b"func"
    return named and _NAMED_FUNC.match(data, keyword.end()) is not None


def _split_broken(data: bytes, start: int) -> list[Piece]:
    """By lines alone, for a file whose brackets do not balance: the damage stays in its piece."""
    heads = _Events(data, start).heads()[1:]
    pieces = []
    for index, (keyword, at, closing, closer) in enumerate(heads):
        limit = heads[index + 1][1] if index + 1 < len(heads) else len(data)
        end = _neat_end(data, at, limit, closing, closer)
        if end < 0:
            end = _last_token_end(data, at, limit)
        pieces.append(Piece(keyword, at, end, 0))
    return pieces


def _last_token_end(data: bytes, start: int, limit: int) -> int:
    end = start
    for token in lexer.TOKEN.finditer(data, start, limit):
        if token.lastindex not in (lexer.LINE, lexer.BLOCK, lexer.NEWLINE):
            end = token.end()
    return end
