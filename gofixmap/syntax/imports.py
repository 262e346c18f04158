"""Import declarations, read without the parser."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from gofixmap.syntax import lexer
from gofixmap.text import Span

_SPEC = re.compile(
    rb"(?:(" + lexer.IDENTIFIER + rb"|\.)" + lexer.TRIVIA + rb")?"
    rb"(\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`)"
    rb"|" + lexer.LINE_COMMENT + rb"|" + lexer.BLOCK_COMMENT
)
_KEYWORD = re.compile(
    rb"(?:;|\s++|" + lexer.LINE_COMMENT + rb"|" + lexer.BLOCK_COMMENT + rb")*+"
    rb"(import)(?![\w\x80-\xff])" + lexer.TRIVIA
)
_STRING = rb"(?:\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`)"
_ONE = re.compile(rb"(?:(?:" + lexer.IDENTIFIER + rb"|\.)" + lexer.TRIVIA + rb")?" + _STRING)
_GROUP = re.compile(
    rb"\((?:[^()\"`/]++|"
    + b"|".join((_STRING, lexer.LINE_COMMENT, lexer.BLOCK_COMMENT))
    + rb")*+\)"
)
_END = re.compile(
    rb"(?:[ \t\r]++|" + lexer.LINE_COMMENT + rb"|" + lexer.BLOCK_COMMENT + rb")*+(?:[\n;]|\Z)"
)


class ImportSpec(NamedTuple):
    """One import. `name` is empty, `.`, `_` or the alias; `path` is unquoted.

    `span` is the specification without its comments, `path_span` its quoted path, `declaration`
    the import declaration around it.
    """

    name: str
    path: str
    span: Span
    declaration: Span
    path_span: Span


def leading_imports(data: bytes, at: int) -> list[Span] | None:
    """The import declarations behind the package clause, which ends at `at`.

    None where they are written in a way that only a split of the whole file is sure about.
    """
    found: list[Span] = []
    while (keyword := _KEYWORD.match(data, at)) is not None:
        start = keyword.end()
        spec = (_GROUP if data.startswith(b"(", start) else _ONE).match(data, start)
        if spec is None or _END.match(data, spec.end()) is None:
            return None
        at = spec.end()
        found.append(Span(keyword.start(1), at))
    return None if _may_import(data, at) else found


def _may_import(data: bytes, at: int) -> bool:
    """Whether the keyword may begin a declaration behind `at`."""
    at = data.find(b"import", at)
    while at >= 0:
        before = data[data.rfind(b"\n", 0, at) + 1 : at].strip()
        if not before or before.endswith((b";", b"}", b")", b"*/", b'"', b"`")):
            return True
        at = data.find(b"import", at + 6)
    return False


def import_specs(data: bytes, declaration: Span) -> list[ImportSpec]:
    """The specifications of the import declaration at `declaration`."""
    found = []
    for match in _SPEC.finditer(data, declaration.start + len("import"), declaration.end):
        if match[2] is not None:
            name = (match[1] or b"").decode("utf-8", errors="replace")
            span, path_span = Span(*match.span()), Span(*match.span(2))
            found.append(ImportSpec(name, _unquoted(match[2]), span, declaration, path_span))
    return found


def import_paths(data: bytes, declaration: Span) -> list[str]:
    """The paths of `import_specs`, for those who ask nothing else of very many files."""
    specs = _SPEC.finditer(data, declaration.start + len("import"), declaration.end)
    return [_unquoted(match[2]) for match in specs if match[2] is not None]


def _unquoted(literal: bytes) -> str:
    text = literal.decode("utf-8", errors="replace")
    if "\\" not in text or text.startswith("`"):
        return text[1:-1].replace("\r", "")
    try:
        # Go's and Python's escapes agree but for Go's three octal digits, the same in both.
        return str(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return text[1:-1]
