"""Hunk headings that name fixes: `@@ -10,6 +10,8 @@ map-writeback#3, map-mutex#5`.

A label is a codemod and the number of a fix in its patch. Where the changes of a hunk are not all
of the same fixes, they are told apart by semicolons, in order: `map-writeback#3; map-mutex#5`.
Neighbouring lines that different fixes replace are changes of their own: the lines of one fix, old
and new, stand before those of the next.
Tools that apply patches ignore what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gofixmap.patch.model import Hunk

_LABEL = re.compile(r"[\w.+-]+#[0-9]{1,9}")  # nothing in it that steers a terminal


def heading_for(changes: Sequence[Sequence[str]]) -> str:
    """The heading of a hunk, given the labels of each of its changes."""
    texts = [", ".join(labels) for labels in changes]
    return texts[0] if len(set(texts)) == 1 else "; ".join(texts)


def labels_of(hunk: Hunk) -> tuple[tuple[str, ...], ...]:
    """The labels of each change of a hunk; empty where its heading is not one of ours.

    In a hunk whose changes are not as many as its heading says, each may be of every fix.
    """
    groups = [tuple(_labels(text)) for text in hunk.heading.split(";")]
    if not all(groups):
        return ()
    count = sum(1 for _ in changes_of(hunk))
    if len(groups) == count:
        return tuple(groups)
    every = tuple(dict.fromkeys(label for group in groups for label in group))
    return (every,) * count


def _labels(text: str) -> list[str]:
    """The labels of a comma list; none where one of its members is something else."""
    labels = list(dict.fromkeys(each.strip() for each in text.split(",")))
    return labels if all(_LABEL.fullmatch(label) for label in labels) else []


def codemod_of(label: str) -> str:
    """`map-mutex` of `map-mutex#5`."""
    return label.rpartition("#")[0]


def changes_of(hunk: Hunk) -> Iterator[tuple[int, int]]:
    """The changes of a hunk, as first and end: lines that are no context, removed ones first.

    Where a removed line comes behind an added one, the next change begins.
    """
    first = None
    kind = " "
    for index, line in enumerate(hunk.lines):
        if first is not None and (line.kind == " " or (kind == "+" and line.kind == "-")):
            yield first, index
            first = None
        if first is None and line.kind != " ":
            first = index
        kind = line.kind
    if first is not None:
        yield first, len(hunk.lines)
