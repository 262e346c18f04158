"""Patches whose fixes are as a test names them, and sessions over them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from gofixmap.patch import FilePatch, Hunk, HunkLine, Patch, heading_for
from gofixmap.review.layout import layout_of
from gofixmap.review.session import Session

Change = str  # the labels of one change, with commas


def hunk(start: int, *changes: Change) -> Hunk:
    """A hunk from line `start` on, in which every fourth line is replaced."""
    lines: list[HunkLine] = []
    number = start
    for index in range(len(changes)):
        lines += (HunkLine(" ", b"%d\n" % n) for n in range(number, number + 3))
        lines += (HunkLine("-", b"%d\n" % (number + 3)), HunkLine("+", b"new %d\n" % (number + 3)))
        number += 4
        if index == len(changes) - 1:
            lines += (HunkLine(" ", b"%d\n" % n) for n in range(number, number + 3))
    labels = [change.split(", ") for change in changes]
    return Hunk(start, start, tuple(lines), heading_for(labels) if all(changes) else "")


def file(path: str, *hunks: Sequence[Change]) -> FilePatch:
    """A file of lines that are their numbers, with hunks at 1, 101, 201, ..."""
    made = [hunk(1 + 100 * index, *changes) for index, changes in enumerate(hunks)]
    return FilePatch(path, path, tuple(made))


def contents() -> bytes:
    return b"".join(b"%d\n" % number for number in range(1, 1001))


def session(*files: FilePatch) -> Session:
    return Session(layout_of(Patch(files)))


def unlabelled(each: FilePatch) -> FilePatch:
    return replace(each, hunks=tuple(replace(hunk, heading="") for hunk in each.hunks))
