"""Colours of a terminal: Go code by its tokens, changed lines on a background of their own.

The palette is dark with every foreground set, so that it can be read on any terminal. With sixteen
colours or fewer there is no background to rely on: changed lines are green and red, keywords bold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from gofixmap.reports.lines import ADDED, CONTEXT, REMOVED, Line, Piece

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from rich.console import Console
    from rich.text import Text

_STYLES = {
    "path": "bold",
    "codemod": "cyan",
    "reason": "yellow",
    "note": "dim",
    ADDED: "green",
    REMOVED: "red",
    "hunk": "cyan",
    "header": "bold",
}
_RICH = {ADDED: "#c8f5d2 on #0d3f1c", REMOVED: "#ffd4d4 on #3c1518", CONTEXT: ""}
_SIMPLE = {ADDED: "green", REMOVED: "red", CONTEXT: ""}
_LONGEST = 2_000  # characters; a longer line is data, and nobody reads its tokens
_TAB = 8
_TOKENS = {  # by the beginning of a token type's name, most special first
    "Token.Comment": ("italic #9aa4ad", "dim"),
    "Token.Keyword.Type": ("#7fd1c7", "bold"),
    "Token.Keyword": ("bold #ff9ecb", "bold"),
    "Token.Literal.String": ("#f0d58c", ""),
    "Token.Literal.Number": ("#c9a6ff", ""),
    "Token.Name.Builtin": ("#8cc8ff", ""),
}


def coloured(lines: Iterable[Line], console: Console) -> Iterator[Text]:
    """The lines as the console shows them."""
    from rich.text import Text

    full = console.color_system in ("256", "truecolor")
    for line in lines:
        text = Text()
        for piece in line:
            if piece.style in _RICH:
                _put_code(text, piece, full=full)
            else:
                text.append(piece.text, _STYLES.get(piece.style, ""))
        yield text


def _put_code(text: Text, piece: Piece, *, full: bool) -> None:
    """Appends a line of Go, each token in its colour over that of the line.

    Tab stops count from the sign on, wherever the diff stands: every level is as wide.
    """
    base = (_RICH if full else _SIMPLE)[piece.style]
    code = piece.text[:1] + piece.text[1:].expandtabs(_TAB)
    start = len(text)
    text.append(code, base)
    if len(code) > _LONGEST:
        return
    for at, kind, value in _lexer().get_tokens_unprocessed(code):
        style = _style(str(kind), full=full)
        if style:
            text.stylize(style, start + at, start + at + len(value))


@cache
def _lexer() -> Lexer:
    from pygments.lexers.go import GoLexer

    return GoLexer()


@cache
def _style(kind: str, *, full: bool) -> str:
    for name, styles in _TOKENS.items():
        if kind.startswith(name):
            return styles[0 if full else 1]
    return ""
