"""Comments with a meaning for tools: the file's header, directives, doc comments."""

from __future__ import annotations

import re

from msgspec import Struct

from gofixmap.syntax import lexer
from gofixmap.text import Span

_GENERATED = re.compile(rb"// Code generated .* DO NOT EDIT\.")
_BUILD = re.compile(rb"//go:build[ \t]+(.*)")
_DIRECTIVE = re.compile(rb"//([a-z0-9]+:[a-z0-9_-]+|export)(?:[ \t]+(.*))?")
_IGNORE = re.compile(rb"//\s?gofixmap:ignore")
_MAYBE_DIRECTIVE = re.compile(rb"//[a-z0-9]+:[a-z0-9]|//export ")


class Directive(Struct, frozen=True):
    """`//go:embed x.txt` has the name `go:embed` and the argument `x.txt`; `//export F` is one."""

    name: str
    argument: str
    span: Span


def is_generated(header: bytes) -> bool:
    """Whether the bytes before the package clause say so (https://go.dev/s/generatedcode)."""
    if b"Code generated" not in header:
        return False
    return any(_GENERATED.fullmatch(header, *span) for span in lexer.comments(header))


def build_constraint(header: bytes) -> str:
    """The expression of the `//go:build` line before the package clause, or an empty string."""
    if b"//go:build" not in header:
        return ""
    for span in lexer.comments(header):
        match = _BUILD.fullmatch(header, *span)
        if match is not None:
            return match[1].decode("utf-8", errors="replace").strip()
    return ""


def is_ignore(comment: bytes) -> bool:
    """Whether a comment silences findings: what it says is said of gofixmap, not of the code."""
    return _IGNORE.match(comment) is not None


def directives(data: bytes, comments: tuple[Span, ...]) -> tuple[Directive, ...]:
    """The line comments that start with `//word:word` or `//export`, without a space."""
    found = []
    for span in comments:
        match = _DIRECTIVE.fullmatch(data, span.start, span.end)
        if match is not None:
            argument = (match[2] or b"").decode("utf-8", errors="replace").strip()
            found.append(Directive(match[1].decode(), argument, span))
    return tuple(found)


def may_have_directives(data: bytes) -> bool:
    """False only where `directives` finds nothing; costs no lexing."""
    return _MAYBE_DIRECTIVE.search(data) is not None


def doc_start(data: bytes, before: int, start: int) -> int:
    """Where the comment group that ends on the line above `start` begins, else `start`.

    `before:start` holds only comments and white space and follows a token, so a comment on that
    token's line is no part of the group (as go/parser attaches comments).
    """
    group = start
    previous_end = before
    for at, end in lexer.comments(data, before, start):
        gap = data.count(b"\n", previous_end, at)
        if previous_end == before and not gap and before:
            group = start  # trails the token before
        elif gap > 1 or group == start:
            group = at
        previous_end = end
    attached = data.count(b"\n", previous_end, start) <= 1
    return group if attached else start
