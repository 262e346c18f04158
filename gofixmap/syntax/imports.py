"""Import declarations, read without the parser."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from gofixmap.syntax import lexer
from gofixmap.text import Span

_SPEC = re.compile(
    rb"(?:(" + lexer.IDENTIFIER + rb"|\.)" + lexer.TRIVIA + rb")?"
    rb"(\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`)"
    rb"|" + lexer.LINE_COMMENT + rb"|" + lexer.BLOCK_COMMENT
)


@dataclass(frozen=True, slots=True)
class ImportSpec:
    """One import. `name` is empty, `.`, `_` or the alias; `path` is unquoted.

    `span` is the specification without its comments, `path_span` its quoted path, `declaration`
    the import declaration around it.
    """

    name: str
    path: str
    span: Span
    declaration: Span
    path_span: Span


def import_specs(data: bytes, declaration: Span) -> list[ImportSpec]:
    """The specifications of the import declaration at `declaration`."""
    found = []
    for match in _SPEC.finditer(data, declaration.start + len("import"), declaration.end):
        if match[2] is not None:
            name = (match[1] or b"").decode("utf-8", errors="replace")
            span, path_span = Span(*match.span()), Span(*match.span(2))
            found.append(ImportSpec(name, _unquoted(match[2]), span, declaration, path_span))
    return found


def _unquoted(literal: bytes) -> str:
    text = literal.decode("utf-8", errors="replace")
    if "\\" not in text or text.startswith("`"):
        return text[1:-1].replace("\r", "")
    try:
        # Go's and Python's escapes agree but for Go's three octal digits, the same in both.
        return str(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return text[1:-1]
