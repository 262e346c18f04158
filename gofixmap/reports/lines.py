"""Lines of styled text: what a report says, apart from how a terminal or a pipe shows it."""

from __future__ import annotations

import re
from typing import NamedTuple

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_COMMAND = "##["
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")


ADDED, REMOVED, CONTEXT = "added", "removed", "context"


class Piece(NamedTuple):
    """Text without line ends, and the role in which it is shown ("" is plain).

    The roles: path, codemod, reason, note, hunk, header, and ADDED, REMOVED, CONTEXT for the lines
    of a diff.
    """

    text: str
    style: str = ""


Line = tuple[Piece, ...]


def plain(line: Line) -> str:
    return "".join(piece.text for piece in line)


def shown_path(path: str) -> str:
    """The path as it is, or quoted as git quotes it where it holds what would break a line.

    It is quoted, too, where a runner of GitHub Actions would take it for a command.
    """
    is_command = path.lstrip().startswith("::") or _COMMAND in path
    if path.isprintable() and '"' not in path and not is_command:
        return path
    return _tamed('"' + "".join(_ESCAPES.get(char, _visible(char)) for char in path) + '"')


def one_line(text: str) -> str:
    """The text with line ends, control characters and commands of a runner made visible."""
    if text.isprintable():
        return _tamed(text)
    return _tamed(
        "".join(char if char.isprintable() else _ESCAPES.get(char, _visible(char)) for char in text)
    )


def _tamed(text: str) -> str:
    """The text as no command of GitHub Actions: `::name`, or `##[name` anywhere in it."""
    if text.lstrip().startswith("::"):
        text = text.replace("::", "\\x3a:", 1)
    return text.replace(_COMMAND, "##\\x5b")


def harmless(text: str) -> str:
    """The text with everything but tabs that could steer a terminal made visible."""
    return "\t".join(map(_without_control, text.split("\t")))


def _without_control(text: str) -> str:
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    whole = whole_characters(char)
    if whole != char:
        return whole
    return "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))


def whole_characters(text: str) -> str:
    """The text with half characters, which a JSON text may hold, made visible.

    Those that stand for bytes of a file name (`surrogateescape`) stay as they are.
    """
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def diff_lines(diff: str, indent: str = "") -> list[Line]:
    """The lines of a unified diff, each in the role that its first characters give it.

    The lines of files are code, in a piece of its own from the sign at their beginning on.
    """
    return [_diff_line(line, indent) for line in diff.split("\n")[:-1]]


def _diff_line(line: str, indent: str) -> Line:
    for prefix, role in _ROLES:
        if line.startswith(prefix):
            return _indented(indent, Piece(harmless(line), role))
    return _indented(indent, Piece(harmless(line)))


def _indented(indent: str, piece: Piece) -> Line:
    return (Piece(indent), piece) if indent else (piece,)


_ROLES = (
    ("diff ", "header"),
    ("--- ", "header"),
    ("+++ ", "header"),
    ("@@ ", "hunk"),
    ("+", ADDED),
    ("-", REMOVED),
    (" ", CONTEXT),
)
