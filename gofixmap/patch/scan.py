"""The lines of a patch, before they are parsed: none may be lost.

Who edits a patch by hand seldom keeps the counts of `@@ -10,6 +10,8 @@`. A parser that trusts
them drops the lines behind the last that is counted, without a word; and those behind a `@@` that
it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gofixmap.errors import PatchError
from gofixmap.patch.lines import split_lines

_HEADER = re.compile(
    rb"@@ -(?P<old>[0-9]{1,9})(?:,(?P<old_count>[0-9]{1,9}))?"
    rb" \+(?P<new>[0-9]{1,9})(?:,(?P<new_count>[0-9]{1,9}))? @@(?P<rest>.*)",
    re.DOTALL,
)
RECOUNT = "`--recount` takes each hunk to be as long as it is"


class _Header(Struct, frozen=True):
    """The line `@@ -old,old_count +new,new_count @@rest`, by its index."""

    index: int
    old: int
    old_count: int
    new: int
    new_count: int
    rest: bytes


def check_counts(data: bytes) -> None:
    """Raises PatchError, naming the line of the patch, where lines belong to no hunk.

    They stand behind a hunk that has more lines than it says, or behind a broken first line.
    """
    lines = split_lines(data)
    at = 0
    is_head = False  # between `diff --git` or `---` and the first hunk
    while at < len(lines):
        header = _header(lines, at)
        if header is not None:
            at = _end_by_counts(lines, header)
            is_head = False
            if at < len(lines) and _is_body(lines, at) and lines[at].strip():
                raise _misplaced("the hunk has more lines than its first one says", at, RECOUNT)
            continue
        if _is_file(lines, at):
            is_head = True
            at += 2
            continue
        is_head = is_head or lines[at].startswith(b"diff --git ")
        if lines[at].startswith(b"@@") or (is_head and lines[at][:1] in (b"+", b"-", b" ")):
            raise _misplaced("the line belongs to no hunk", at, "")
        at += 1


def _misplaced(what: str, at: int, hint: str) -> PatchError:
    return PatchError(what, where=f"line {at + 1} of the patch", hint=hint)


def recounted(data: bytes) -> bytes:
    """The patch with counts that fit the lines of each hunk."""
    lines = split_lines(data)
    pieces: list[bytes] = []
    at = 0
    while at < len(lines):
        header = _header(lines, at)
        if header is None:
            pieces.append(lines[at])
            at += 1
            continue
        body = list(_body(lines, at + 1))
        at += 1 + len(body)
        pieces += [
            _counted(header, body),
            *(line if line.strip(b"\r\n") else b" " + line for line in body),
        ]
    return b"".join(pieces)


def headers(data: bytes) -> Iterator[tuple[str, str]]:
    """What stands behind `--- ` and `+++ ` of each file that has hunks, without time stamps."""
    lines = split_lines(data)
    at = 0
    while at < len(lines):
        header = _header(lines, at)
        if header is not None:
            at = _end_by_counts(lines, header)
            continue
        if _is_file(lines, at) and at + 2 < len(lines) and _header(lines, at + 2) is not None:
            yield _named(lines[at]), _named(lines[at + 1])
        at += 1


def _named(line: bytes) -> str:
    return line[4:].partition(b"\t")[0].rstrip(b"\r\n").decode("utf-8", "surrogateescape")


def _header(lines: Sequence[bytes], at: int) -> _Header | None:
    match = _HEADER.fullmatch(lines[at])
    if match is None:
        return None
    old_count, new_count = (int(match[name] or 1) for name in ("old_count", "new_count"))
    return _Header(at, int(match["old"]), old_count, int(match["new"]), new_count, match["rest"])


def _end_by_counts(lines: Sequence[bytes], header: _Header) -> int:
    """Where the hunk ends if its counts are right, or where its lines do."""
    old, new = header.old_count, header.new_count
    at = header.index + 1
    while at < len(lines) and (old > 0 or new > 0):
        kind = lines[at][:1]
        if kind not in (b" ", b"-", b"+", b"\\", b"\n", b"\r"):
            return at
        old -= kind in (b" ", b"-", b"\n", b"\r")
        new -= kind in (b" ", b"+", b"\n", b"\r")
        at += 1
    while at < len(lines) and lines[at].startswith(b"\\"):
        at += 1
    return at


def _body(lines: Sequence[bytes], at: int) -> Iterator[bytes]:
    """The lines of a hunk by how they begin; blank lines count when others follow them."""
    blank: list[bytes] = []
    while at < len(lines) and _is_body(lines, at):
        if lines[at].strip(b"\r\n"):
            yield from blank
            yield lines[at]
            blank = []
        else:
            blank.append(lines[at])
        at += 1


def _is_body(lines: Sequence[bytes], at: int) -> bool:
    line = lines[at]
    if _is_file(lines, at) or line.rstrip(b"\r\n") == b"-- ":  # the end of a mail
        return False
    return line[:1] in (b" ", b"-", b"+", b"\\") or not line.strip(b"\r\n")


def _is_file(lines: Sequence[bytes], at: int) -> bool:
    following = lines[at + 1] if at + 1 < len(lines) else b""
    return lines[at].startswith(b"--- ") and following.startswith(b"+++ ")


def _counted(header: _Header, body: Sequence[bytes]) -> bytes:
    kinds = [line[:1] if line.strip(b"\r\n") else b" " for line in body]
    context = kinds.count(b" ")
    old, new = context + kinds.count(b"-"), context + kinds.count(b"+")
    place = f"@@ -{header.old},{old} +{header.new},{new} @@"
    return place.encode("ascii") + header.rest
