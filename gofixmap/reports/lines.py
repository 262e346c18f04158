"""Lines of styled text: what a report says, apart from how a terminal or a pipe shows it."""

from __future__ import annotations

from typing import NamedTuple

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


class Piece(NamedTuple):
    """Text without line ends, and the role in which it is shown ("" is plain)."""

    text: str
    style: str = ""  # path | codemod | reason | note | added | removed | hunk | header


Line = tuple[Piece, ...]


def plain(line: Line) -> str:
    return "".join(piece.text for piece in line)


def shown_path(path: str) -> str:
    """The path as it is, or quoted as git quotes it where it holds what would break a line."""
    if path.isprintable() and '"' not in path:
        return path
    return '"' + "".join(_ESCAPES.get(char, _visible(char)) for char in path) + '"'


def one_line(text: str) -> str:
    """The text with line ends and control characters made visible."""
    return "".join(
        char if char.isprintable() else _ESCAPES.get(char, _visible(char)) for char in text
    )


def harmless(text: str) -> str:
    """The text with everything but tabs that could steer a terminal made visible."""
    return "".join(char if char == "\t" else _visible(char) for char in text)


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    return "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))


def diff_lines(diff: str, indent: str = "") -> list[Line]:
    """The lines of a unified diff, each in the role that its first characters give it."""
    return [(Piece(indent + harmless(line), _role(line)),) for line in diff.split("\n")[:-1]]


def _role(line: str) -> str:
    for prefix, style in _ROLES:
        if line.startswith(prefix):
            return style
    return ""


_ROLES = (
    ("diff ", "header"),
    ("--- ", "header"),
    ("+++ ", "header"),
    ("@@ ", "hunk"),
    ("+", "added"),
    ("-", "removed"),
)
