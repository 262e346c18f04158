"""Hunks that come back from an editor."""

from __future__ import annotations

import pytest

from gofixmap.errors import PatchError
from gofixmap.patch import HunkLine
from gofixmap.review.edited import editable, edited_lines


def lines(text: str) -> tuple[HunkLine, ...]:
    return tuple(HunkLine(line[0], line[1:].encode()) for line in text.splitlines(keepends=True))


HUNK = lines(" one\n-two\n+2\n \n three\n")

REFUSED = {
    "a context line is missing": (" one\n-two\n+2\n \n", "1 too few"),
    "a line is removed twice": (" one\n-two\n-two\n+2\n \n three\n", "no line 'two' there"),
    "a line too many": (" one\n-two\n+2\n \n three\n four\n", "1 too many"),
    "a removed line is another": (" one\n-twO\n+2\n \n three\n", "no line 'twO' there"),
    "no sign": ("one\n-two\n+2\n \n three\n", "line 1 begins with none"),
    "the end is not at the end": (
        " one\n-two\n+2\n\\ No newline at end of file\n \n three\n",
        "without an ending",
    ),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit(text: str, why: str) -> None:
    with pytest.raises(PatchError, match=why):
        edited_lines(text.encode(), HUNK)


@pytest.mark.parametrize("text", ["", "# only\n# comments\n"])
def test_nothing_is_left(text: str) -> None:
    assert edited_lines(text.encode(), HUNK) == ()


@pytest.mark.parametrize(
    "text",
    [
        " one\n-two\n+2\n \n three\n",
        " one\n two\n \n three\n",
        " one\n-two\n+2\n\n three\n",  # an editor strips blanks
        "+0\n-one\n-two\n-\n-three\n",
    ],
)
def test_what_fits(text: str) -> None:
    found = edited_lines(text.encode(), HUNK)
    assert [line.text for line in found if line.kind != "+"] == [
        line.text for line in HUNK if line.kind != "+"
    ]


ODD = {
    "crlf": lines(" one\r\n-two\r\n+2\r\n"),
    "a lone carriage return": (HunkLine(" ", b"a\rb\n"), HunkLine("+", b"c\n")),
    "a form feed": (HunkLine("-", b"a\x0cb\n"), HunkLine("+", b"\n")),
    "no ending": (HunkLine("-", b"a"), HunkLine("+", b"b\n")),
    "no ending on either side": (HunkLine(" ", b"a\n"), HunkLine("-", b"b"), HunkLine("+", b"c")),
    "a comment of Go": (HunkLine(" ", b"# x\n"), HunkLine("+", b"# y\n")),
    "what looks like a header": (HunkLine("-", b"-- a\n"), HunkLine("+", b"++ b\n")),
    "no text": (HunkLine(" ", b"\xff\n"), HunkLine("+", b"\xfe\n")),
}


@pytest.mark.parametrize("hunk", ODD.values(), ids=ODD)
def test_there_and_back(hunk: tuple[HunkLine, ...]) -> None:
    assert edited_lines(editable(hunk, "map-mutex#1"), hunk) == hunk
