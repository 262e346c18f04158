"""File names in diff headers, with git's C-style quoting (`quote.c`, core.quotePath on)."""

from __future__ import annotations

import re

from gofixmap.errors import PatchError

_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
_LETTERS = {letter: code for code, letter in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\([0-7]{3}|.)", re.DOTALL)


def quoted(name: str) -> str:
    """`name` (with its `a/` or `b/`) as a diff header holds it.

    Quoted where git quotes: control characters, quotes, backslashes and bytes beyond ASCII. Also
    quoted, blanks included, is a name from which ` b/` would make a header ambiguous.
    """
    data = name.encode("utf-8", "surrogateescape")
    ambiguous = b" b/" in data or b' "' in data
    if not ambiguous and not any(_needs_escape(byte) for byte in data):
        return name
    return '"' + "".join(_escape(byte, ambiguous) for byte in data) + '"'


def _needs_escape(byte: int) -> bool:
    return byte < 32 or byte > 126 or byte in _ESCAPES


def _escape(byte: int, blanks: bool) -> str:
    if byte in _ESCAPES:
        return "\\" + _ESCAPES[byte]
    return f"\\{byte:03o}" if _needs_escape(byte) or (blanks and byte == 32) else chr(byte)


def unquoted(name: str) -> str:
    """The reverse of `quoted`; raises PatchError on a malformed escape."""
    if not (len(name) >= 2 and name.startswith('"') and name.endswith('"')):
        return name
    body = name[1:-1]
    pieces: list[bytes] = []
    at = 0
    for match in _ESCAPED.finditer(body):
        pieces.append(body[at : match.start()].encode("utf-8", "surrogateescape"))
        pieces.append(bytes([_unescape(match.group(1), name)]))
        at = match.end()
    pieces.append(body[at:].encode("utf-8", "surrogateescape"))
    return b"".join(pieces).decode("utf-8", "surrogateescape")


def _unescape(escape: str, name: str) -> int:
    if len(escape) == 3 and int(escape, 8) < 256:
        return int(escape, 8)
    if escape in _LETTERS:
        return _LETTERS[escape]
    raise PatchError(f"unknown escape \\{escape} in the file name {name}")
