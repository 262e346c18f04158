"""What stands before a Go file's declarations: the build constraint and the package clause.

Listing a workspace needs nothing else of a file, so this reads the first bytes alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from gofixmap.workspace.constraints import legacy_expression

_BLOCK = rb"/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/"
# Comments and blanks, then the keyword; `package` may be followed by comments as well.
_PIECE = re.compile(rb"[ \t\r\n;]*+(?:(//[^\n]*+)|(" + _BLOCK + rb")|(package)(?![\w\x80-\xff]))")
_NAME = re.compile(
    rb"(?:[ \t\r\n]|//[^\n]*+\n|" + _BLOCK + rb")*+([A-Za-z_\x80-\xff][\w\x80-\xff]*+)"
)
_LEGACY = re.compile(rb"//[ \t]*\+build[ \t]+(.*)")
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_BOM = b"\xef\xbb\xbf"


class Header(Struct, frozen=True):
    """The start of one Go file; `package_name` is empty where there is no package clause."""

    package_name: str
    constraint: str  # the text after `//go:build`, or ""
    legacy: tuple[str, ...]  # the arguments of `// +build` lines that Go would honour
    complete: bool  # False when the bytes ended before the package clause did

    @property
    def expression(self) -> str:
        """The constraint of the file as one `//go:build` expression.

        A `// +build` line counts only without a `//go:build` line, and then whatever the module's
        Go version is: so go 1.27 does, although its documentation calls the form obsolete.
        """
        return self.constraint or legacy_expression(self.legacy)


def read_header(data: bytes) -> Header:
    """The header in `data`, which may be only the beginning of the file."""
    at = len(_BOM) if data.startswith(_BOM) else 0
    constraint = ""
    legacy: list[tuple[int, str]] = []
    while True:
        piece = _PIECE.match(data, at)
        if piece is None:
            return Header("", constraint, (), _ends_header(data, at))
        at = piece.end()
        line = piece[1]
        if line is not None:
            if not _starts_line(data, piece.start(1)):
                continue
            if line.startswith(b"//go:build") and line[10:11] in (b" ", b"\t", b"\r", b""):
                constraint = constraint or _text(line[10:])
            elif argument := _LEGACY.match(line):
                legacy.append((at, _text(argument[1])))
        elif piece[3] is not None:
            name = _NAME.match(data, at)
            complete = name is not None and name.end() < len(data)
            honoured = _honoured(data, piece.start(3), legacy)
            return Header("" if name is None else _text(name[1]), constraint, honoured, complete)


@lru_cache(maxsize=2048)
def header_expression(header: bytes) -> str:
    """The `Header.expression` of a file whose bytes before the package clause are `header`."""
    return read_header(header + b"package p").expression if b"build" in header else ""


def _starts_line(data: bytes, at: int) -> bool:
    """A directive stands first on its line; one after a block comment is not one."""
    before = data[data.rfind(b"\n", 0, at) + 1 : at]
    return not before.removeprefix(_BOM).strip(b" \t\r")


def _ends_header(data: bytes, at: int) -> bool:
    """Whether what stands at `at` can never become a package clause by reading more."""
    rest = data[at:].lstrip(b" \t\r\n;")
    return bool(rest) and not rest.startswith(b"/") and not b"package".startswith(rest)


def _honoured(data: bytes, end: int, legacy: list[tuple[int, str]]) -> tuple[str, ...]:
    """A `// +build` line counts only when a blank line separates it from the package clause."""
    if not legacy:
        return ()
    blank = max((m.start() for m in _BLANK_LINE.finditer(data, 0, end)), default=-1)
    return tuple(text for at, text in legacy if at <= blank)


def _text(data: bytes) -> str:
    return data.strip().decode("utf-8", errors="replace")
