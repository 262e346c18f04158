"""A hunk for an editor, and what comes back: the key e of `git add -p`."""

from __future__ import annotations

from collections.abc import Sequence

from gofixmap.errors import PatchError
from gofixmap.patch import HunkLine
from gofixmap.patch.lines import split_lines

_NO_NEWLINE = b"\\ No newline at end of file"
_GUIDE = """\
# ---
# To keep a line that is removed, make its '-' a ' ' (a blank).
# To leave out a line that is added, delete it.
# Lines that begin with '+' may say anything; more can be added.
# Lines that begin with # are ignored.
# Without any line that is left, the hunk stays as it was. Nobody proves what you write.
"""


def editable(lines: Sequence[HunkLine], heading: str) -> bytes:
    """The text for the editor: the lines as a diff has them, between comments."""
    pieces = [f"# {heading}\n".encode("utf-8", "surrogateescape")]
    for line in lines:
        pieces.append(line.kind.encode("ascii") + line.text)
        if not line.text.endswith(b"\n"):
            pieces.append(b"\n" + _NO_NEWLINE + b"\n")
    return b"".join((*pieces, _GUIDE.encode("ascii")))


def edited_lines(text: bytes, original: Sequence[HunkLine]) -> tuple[HunkLine, ...]:
    """The lines that a person has made of `original`; none where all were deleted.

    Raises PatchError where they are no hunk, or no longer fit the file.
    """
    lines: list[HunkLine] = []
    for number, raw in enumerate(split_lines(text), start=1):
        if raw.startswith(b"#"):
            continue
        if raw.startswith(b"\\"):
            if lines:
                lines[-1] = HunkLine(lines[-1].kind, lines[-1].text.rstrip(b"\r\n"))
        elif raw.rstrip(b"\r\n") == b"":
            lines.append(HunkLine(" ", raw))  # an editor has taken away a blank at a line's end
        elif raw[:1] in (b" ", b"-", b"+"):
            lines.append(HunkLine(raw[:1].decode("ascii"), raw[1:]))
        else:
            raise PatchError(f"line {number} begins with none of ' ', '-', '+' and '#'")
    _check(lines, original)
    return tuple(lines)


def _check(lines: Sequence[HunkLine], original: Sequence[HunkLine]) -> None:
    if not lines:
        return
    old = [line.text for line in original if line.kind != "+"]
    new = [line.text for line in lines if line.kind != "+"]
    for expected, found in zip(old, new, strict=False):
        if expected != found:
            shown = found.decode("utf-8", "replace").rstrip("\r\n")
            raise PatchError(f"the file has no line {shown!r} there")
    if len(old) != len(new):
        count = len(new) - len(old)
        which = f"{count} too many" if count > 0 else f"{-count} too few"
        raise PatchError(f"lines that begin with ' ' or '-': {which}")
    target = [line.text for line in lines if line.kind != "-"]
    if any(not text.endswith(b"\n") for text in (*old[:-1], *target[:-1])):
        raise PatchError("a line without an ending stands inside the file")
