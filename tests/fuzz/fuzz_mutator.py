"""Damages and disfigures Go files, token by token and line by line.

Everything random comes from one `random.Random`: with the same state the same mutant comes out, and
hypothesis, which brings a `Random` of its own, can shrink what fails. Some mutations break the
syntax, and as many keep it and change what the code means: names, types, statements, layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from gofixmap.syntax import lexer

Tokens = list[bytes]

_PIECES = re.compile(rb"[^\S\n]+|" + lexer.TOKEN.pattern)
_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_WORD = re.compile(rb"\w+")
_PLACEHOLDERS = b"mu m k v x f wg ch err".split()
KEYWORDS = (
    b"break case chan const continue default defer else fallthrough for func go goto if import "
    b"interface map package range return select struct switch type var"
).split()
OPERATORS = (
    b"+ - * / % & | ^ << >> &^ += -= *= /= %= &= |= ^= <<= >>= &^= && || <- ++ -- == < > = ! ~ != "
    b"<= >= := ... ( ) [ ] { } , ; . :"
).split()
TYPES = (
    b"int",
    b"string",
    b"bool",
    b"any",
    b"error",
    b"float64",
    b"[]byte",
    b"*int",
    b"struct{}",
    b"[3]int",
    b"chan int",
    b"<-chan struct{}",
    b"func()",
    b"func(int) (string, error)",
    b"map[string]int",
    b"map[string]map[string]int",
    b"map[string]struct{ n int }",
    b"map[string]*T",
    b"interface{ M() }",
    b"sync.Mutex",
    b"T",
    b"*T",
    b"[]T",
    b"T[int]",
)
NAMES = (
    b"_ nil true len cap make new append delete copy panic recover int string any error iota sync "
    b"atomic T t m mu x i err ok ctx init main String Close Lock \xc3\xa9t\xc3\xa9 "
    b"\xe4\xb8\x96"
).split()
LITERALS = (
    b'0 1 -1 0x_7f 0b1 1e9 1i \'a\' \'\\n\' "" "%d" "\\u00e9" `raw` `two\nlines` "open \'open `open'
).split(b" ")
COMMENTS = (
    b"// note",
    b"/* note */",
    b"/* two\nlines */",
    b"//gofixmap:ignore map-mutex not now",
    b"//nolint:gofixmap",
    b"//go:build linux",
    b"// guarded by mu",
    b"/* open",
)
RAW = (
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\xe2\x80\xa8",
    b"\xf0\x9f\x98\x80",
    b"\x1b[2J",
    b"\\",
)
WRAPPERS = (
    (b"{", b"}"),
    (b"if true {", b"}"),
    (b"for {", b"}"),
    (b"for range 3 {", b"}"),
    (b"go func() {", b"}()"),
    (b"defer func() {", b"}()"),
    (b"switch {\ncase true:", b"}"),
    (b"select {\ndefault:", b"}"),
    (b"label:\nfor {", b"}"),
    (b"func() {", b"}()"),
    (b"if x := 1; x > 0 {", b"} else {\n}"),
)
STATEMENTS = (
    b"return",
    b"break",
    b"continue",
    b"panic(1)",
    b"mu.Lock()",
    b"mu.Unlock()",
    b"defer mu.Unlock()",
    b"x := 1",
    b"_ = x",
    b"goto done",
    b"go f()",
    b"m[k] = v",
    b"m[k].n++",
    b"delete(m, k)",
    b"wg.Add(1)",
    b"wg.Wait()",
    b"ch <- 1",
    b"<-ch",
    b"for k, v := range m {\n_ = k\n_ = v\n}",
    b"var m map[string]int",
    b"m = nil",
    b"return nil",
    b"return nil, err",
)


def tokens_of(data: bytes) -> Tokens:
    """The bytes in pieces: tokens, comments, newlines and white space; joined they are `data`."""
    pieces, at = [], 0
    for match in _PIECES.finditer(data):
        if match.start() > at:
            pieces.append(data[at : match.start()])
        pieces.append(match[0])
        at = match.end()
    return [*pieces, data[at:]] if at < len(data) else pieces


class Mutator:
    """Makes mutants of Go files; `others` are files to take pieces from."""

    def __init__(self, random: Random, others: Sequence[bytes]) -> None:
        self._random = random
        self._others = others

    def mutate(self, data: bytes) -> bytes:
        """`data` after one to eight mutations, mostly few."""
        steps = self._random.choice((1, 1, 1, 1, 1, 2, 2, 3, 4, 8))
        for _ in range(steps):
            kinds = self._random.choice(_FAMILIES)
            data = self._random.choice(kinds)(self, data)
        return data

    def _index(self, items: Sequence[object]) -> int:
        return self._random.randrange(len(items))

    def _places(self, tokens: Tokens, wanted: Callable[[bytes], bool]) -> list[int]:
        return [at for at, token in enumerate(tokens) if wanted(token)]

    def _at(self, tokens: Tokens, wanted: Callable[[bytes], bool]) -> int:
        """The place of a random token of some kind; -1 where there is none."""
        places = self._places(tokens, wanted)
        return self._random.choice(places) if places else -1

    # Tokens

    def drop(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        at = self._at(tokens, _is_solid)
        return b"".join(tokens[:at] + tokens[at + 1 :]) if at >= 0 else data

    def double(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        at = self._at(tokens, _is_solid)
        return b"".join([*tokens[:at], tokens[at], b" ", *tokens[at:]]) if at >= 0 else data

    def swap(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        places = self._places(tokens, _is_solid)
        if len(places) < 2:
            return data
        one = self._index(places[1:])
        far = self._random.random() < 0.3
        first, second = places[one], places[self._index(places) if far else one + 1]
        tokens[first], tokens[second] = tokens[second], tokens[first]
        return b"".join(tokens)

    def replace(self, data: bytes) -> bytes:
        """A token by another of this file or of another one."""
        tokens = tokens_of(data)
        at = self._at(tokens, _is_solid)
        source = tokens if self._random.random() < 0.6 else tokens_of(self._other())
        put = self._at(source, _is_solid)
        return _with(tokens, at, source[put]) if at >= 0 and put >= 0 else data

    def replace_alike(self, data: bytes) -> bytes:
        """A name by a name, a keyword by a keyword, a literal by a literal, a sign by a sign."""
        tokens = tokens_of(data)
        at = self._at(tokens, _is_solid)
        if at < 0:
            return data
        token = tokens[at]
        if token in KEYWORDS:
            return _with(tokens, at, self._random.choice(KEYWORDS))
        if _NAME.fullmatch(token):
            put = self._at(tokens, _is_name)
            own = self._random.random() < 0.7
            return _with(tokens, at, tokens[put] if own else self._random.choice(NAMES))
        if token[:1] in b"\"'`0123456789" and token[:1]:
            return _with(tokens, at, self._random.choice(LITERALS))
        return _with(tokens, at, self._random.choice(OPERATORS))

    def bracket(self, data: bytes) -> bytes:
        """One bracket more, less, or of another kind."""
        tokens = tokens_of(data)
        at = self._at(tokens, lambda token: token in (b"(", b")", b"[", b"]", b"{", b"}"))
        if at < 0:
            return data
        put = self._random.choice((b"", b"(", b")", b"[", b"]", b"{", b"}", tokens[at] * 2))
        return _with(tokens, at, put)

    def retype(self, data: bytes) -> bytes:
        """A word that may be a type by a type."""
        tokens = tokens_of(data)
        at = self._at(tokens, _is_name)
        return _with(tokens, at, self._random.choice(TYPES)) if at >= 0 else data

    def truncate(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        if not tokens:
            return data
        at = self._index(tokens)
        return b"".join(tokens[:at] if self._random.random() < 0.8 else tokens[at:])

    def raw(self, data: bytes) -> bytes:
        at = self._random.randrange(len(data) + 1)
        return data[:at] + self._random.choice(RAW) + data[at:]

    # Names and groups: the syntax mostly survives

    def rename(self, data: bytes) -> bytes:
        """All of one name, so that it shadows, collides or is not defined any more."""
        tokens = tokens_of(data)
        at = self._at(tokens, _is_name)
        if at < 0:
            return data
        own = self._random.random() < 0.5
        put = tokens[self._at(tokens, _is_name)] if own else self._random.choice(NAMES)
        old = tokens[at]
        return b"".join(put if token == old else token for token in tokens)

    def parenthesize(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        at = self._at(tokens, lambda token: _is_name(token) or token[:1] in b'"0123456789')
        if at < 0:
            return data
        depth = self._random.choice((1, 1, 2, 5, 40))
        return _with(tokens, at, b"(" * depth + tokens[at] + b")" * depth)

    def empty_group(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        at = self._at(tokens, lambda token: token in (b"(", b"[", b"{"))
        end = _closing(tokens, at)
        return b"".join(tokens[: at + 1] + tokens[end:]) if 0 <= at < end else data

    def splice_group(self, data: bytes) -> bytes:
        """What one pair of brackets holds, by what a like pair of another file holds."""
        tokens, source = tokens_of(data), tokens_of(self._other())
        at = self._at(tokens, lambda token: token in (b"(", b"[", b"{"))
        end = _closing(tokens, at)
        put = self._at(source, lambda token: at >= 0 and token == tokens[at])
        stop = _closing(source, put)
        if not (0 <= at < end and 0 <= put < stop):
            return data
        return b"".join(tokens[: at + 1] + source[put + 1 : stop] + tokens[end:])

    # Lines: a line is a statement where the file is formatted

    def drop_line(self, data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        if not lines:
            return data
        at = self._index(lines)
        count = self._random.choice((1, 1, 1, 2, 5))
        return b"".join(lines[:at] + lines[at + count :])

    def move_line(self, data: bytes) -> bytes:
        """Also copies, and swaps with the next."""
        lines = data.splitlines(keepends=True)
        if len(lines) < 2:
            return data
        at, to = self._index(lines), self._index(lines)
        line = lines[at] if self._random.random() < 0.5 else lines.pop(at)
        return b"".join([*lines[:to], line, *lines[to:]])

    def splice_lines(self, data: bytes) -> bytes:
        lines, source = data.splitlines(keepends=True), self._other().splitlines(keepends=True)
        if not (lines and source):
            return data
        at, put = self._index(lines), self._index(source)
        count = self._random.choice((1, 2, 3, 8))
        return b"".join(lines[:at] + source[put : put + count] + lines[at:])

    def splice_declaration(self, data: bytes) -> bytes:
        """A top-level declaration of another file, put before one of this."""
        parts, source = _declarations(data), _declarations(self._other())
        at, put = self._index(parts), self._index(source)
        return b"".join([*parts[:at], source[put], b"\n", *parts[at:]])

    def wrap(self, data: bytes) -> bytes:
        """A statement, or several, inside of another one."""
        lines = data.splitlines(keepends=True)
        places = [at for at, line in enumerate(lines) if line[:1] == b"\t"]
        if not places:
            return data
        at = self._random.choice(places)
        end = min(_block_end(lines, at) + self._random.choice((0, 0, 1, 3)), len(lines))
        head, tail = self._random.choice(WRAPPERS)
        return b"".join([*lines[:at], head, b"\n", *lines[at:end], tail, b"\n", *lines[end:]])

    def insert(self, data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        places = [at for at, line in enumerate(lines) if line[:1] == b"\t"]
        if not places:
            return data
        at = self._random.choice(places)
        statement = self._random.choice(STATEMENTS)
        names = [token for token in tokens_of(data) if _is_name(token)]
        if names:  # of the names of this file, so that the statement is about something
            chosen = {each: self._random.choice(names) for each in _PLACEHOLDERS}
            statement = _WORD.sub(lambda word: chosen.get(word[0], word[0]), statement)
        return b"".join([*lines[:at], b"\t", statement, b"\n", *lines[at:]])

    # Layout

    def join_lines(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        at = self._at(tokens, lambda token: token == b"\n")
        return _with(tokens, at, self._random.choice((b" ", b";", b"; "))) if at >= 0 else data

    def break_line(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        at = self._at(tokens, _is_solid)
        put = self._random.choice((b"\n", b"\n\n\t", b"\r\n", b" \t "))
        return b"".join([*tokens[: at + 1], put, *tokens[at + 1 :]]) if at >= 0 else data

    def comment(self, data: bytes) -> bytes:
        tokens = tokens_of(data)
        at = self._at(tokens, lambda _: True)
        put = self._random.choice(COMMENTS)
        tail = b"\n" if put.startswith(b"//") else b" "
        return b"".join([*tokens[:at], put, tail, *tokens[at:]]) if at >= 0 else data

    def relayout(self, data: bytes) -> bytes:
        """The whole file in other white space."""
        change = self._random.randrange(6)
        if change == 0:
            return data.replace(b"\n", b"\r\n")
        if change == 1:
            return data.rstrip(b"\n")
        if change == 2:
            return b"\xef\xbb\xbf" + data
        if change == 3:
            return data.replace(b"\t", b"    ")
        if change == 4:
            return re.sub(rb"\n\t+", b"\n", data)
        return re.sub(rb" \{\n\t*([^\n{}]+)\n\t*\}", rb" { \1 }", data)

    def _other(self) -> bytes:
        return self._random.choice(self._others) if self._others else b""


_BREAKING = (
    Mutator.drop,
    Mutator.double,
    Mutator.swap,
    Mutator.replace,
    Mutator.bracket,
    Mutator.truncate,
    Mutator.raw,
)
_MILD = (Mutator.replace_alike, Mutator.retype, Mutator.drop_line, Mutator.move_line)
_KEEPING = (
    Mutator.rename,
    Mutator.parenthesize,
    Mutator.empty_group,
    Mutator.splice_group,
    Mutator.splice_declaration,
    Mutator.splice_lines,
    Mutator.wrap,
    Mutator.insert,
)
_LAYOUT = (Mutator.join_lines, Mutator.break_line, Mutator.comment, Mutator.relayout)
_FAMILIES = (_BREAKING, _MILD, _KEEPING, _KEEPING, _KEEPING, _LAYOUT)


def _is_solid(token: bytes) -> bool:
    return not token.isspace()


def _is_name(token: bytes) -> bool:
    return _NAME.fullmatch(token) is not None and token not in KEYWORDS


def _with(tokens: Tokens, at: int, put: bytes) -> bytes:
    return b"".join([*tokens[:at], put, *tokens[at + 1 :]])


def _closing(tokens: Tokens, at: int) -> int:
    """The place of the bracket that closes the one at `at`, whatever kind it is; -1 without."""
    depth = 0
    for index in range(at, len(tokens)) if at >= 0 else ():
        depth += tokens[index] in (b"(", b"[", b"{")
        depth -= tokens[index] in (b")", b"]", b"}")
        if depth == 0:
            return index
    return -1


def _declarations(data: bytes) -> list[bytes]:
    """The file cut before each line that starts a declaration."""
    return re.split(rb"(?m)^(?=(?:func|var|const|type|import)\b)", data)


def _block_end(lines: Sequence[bytes], at: int) -> int:
    """The line after the statement that starts at line `at`, by its indentation."""
    indent = len(lines[at]) - len(lines[at].lstrip(b"\t"))
    if not lines[at].rstrip().endswith((b"{", b"(")):
        return at + 1
    for index in range(at + 1, len(lines)):
        line = lines[index]
        if line.strip() and len(line) - len(line.lstrip(b"\t")) <= indent:
            return index + 1
    return len(lines)
