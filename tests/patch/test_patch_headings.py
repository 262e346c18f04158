"""Hunk headings: what is one of ours, what is not, and what other tools make of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from gofixmap.patch import (
    Hunk,
    HunkLine,
    changes_of,
    codemod_of,
    diff_files,
    heading_for,
    labels_of,
    parse,
    select_hunks,
)
from gofixmap.patch.model import Patch

OLD = "".join(f"line {number}\n" for number in range(1, 31)).encode()
NEW = OLD.replace(b"line 5\n", b"five\n").replace(b"line 8\n", b"eight\n")
NEW = NEW.replace(b"line 25\n", b"")


def hunk(kinds: str, heading: str = "") -> Hunk:
    return Hunk(1, 1, tuple(HunkLine(kind, b"x\n") for kind in kinds), heading)


NOT_OURS = [
    "",
    "func use() {",
    "map-mutex",
    "map-mutex#",
    "map-mutex#five",
    "#5",
    "map mutex#5",
    "map-mutex#5,",
    "map-mutex#5; ",
    "map-mutex#5, func use() {",
    "func a#5",
    "map-mutex#99999999999",
    "\x1b[31mmap-mutex#5",
    "map-mutex\u202e#5",
]


@pytest.mark.parametrize("heading", NOT_OURS)
def test_headings_of_others_name_no_fix(heading: str) -> None:
    assert labels_of(hunk(" -+ ", heading)) == ()


@pytest.mark.parametrize(
    ("kinds", "heading", "labels"),
    [
        (" -+ ", "a#1", (("a#1",),)),
        (" -+ ", "a#1, b#2", (("a#1", "b#2"),)),
        ("-+ +", "a#1; b#2, c#2", (("a#1",), ("b#2", "c#2"))),
        ("-+ +", "a#1, b#2", (("a#1", "b#2"), ("a#1", "b#2"))),
        # Somebody has taken a change out of the hunk, or put one in.
        ("-+", "a#1; b#2", (("a#1", "b#2"),)),
        ("+ + +", "a#1; b#2", (("a#1", "b#2"),) * 3),
    ],
)
def test_labels(kinds: str, heading: str, labels: tuple[tuple[str, ...], ...]) -> None:
    assert labels_of(hunk(kinds, heading)) == labels


def test_a_heading_is_as_short_as_its_changes_allow() -> None:
    assert heading_for([["a#1"], ["a#1"]]) == "a#1"
    assert heading_for([["a#1"], ["a#1", "b#2"]]) == "a#1; a#1, b#2"
    assert labels_of(hunk("+ -", "a#1; a#1, b#2")) == (("a#1",), ("a#1", "b#2"))


def test_changes_are_runs_of_changed_lines() -> None:
    assert list(changes_of(hunk("   "))) == []
    assert list(changes_of(hunk("-+ +  --"))) == [(0, 2), (3, 4), (6, 8)]


def test_a_removed_line_behind_an_added_one_begins_another_change() -> None:
    assert list(changes_of(hunk("--++-+ +-"))) == [(0, 4), (4, 6), (7, 8), (8, 9)]


def test_the_codemod_of_a_label() -> None:
    assert codemod_of("map-mutex#5") == "map-mutex"


def headed() -> Patch:
    patch = diff_files({"a.go": OLD}, {"a.go": NEW})
    (file,) = patch
    first, second = file.hunks
    hunks = (
        replace(first, heading="map-writeback#1; map-mutex#2, nil-map#2"),
        replace(second, heading="map-mutex#2"),
    )
    return Patch((replace(file, hunks=hunks),))


def test_the_way_through_unidiff() -> None:
    patch = headed()
    assert parse(patch.render()) == patch
    second = select_hunks(patch, lambda file, hunk: hunk.heading == "map-mutex#2")
    assert b"@@ -22,7 +22,6 @@ map-mutex#2\n" in second.render()


@pytest.mark.parametrize("tool", [["git", "apply", "-"], ["patch", "-p1"]], ids=["git", "patch"])
def test_tools_ignore_headings(tool: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.go").write_bytes(OLD)
    subprocess.run(tool, cwd=tmp_path, input=headed().render(), check=True, capture_output=True)
    assert (tmp_path / "a.go").read_bytes() == NEW


def test_headings_in_any_bytes_survive() -> None:
    data = b"--- a/a.go\n+++ b/a.go\n@@ -1 +1 @@ func \xff() {\n-a\n+b\n"
    assert data.partition(b"@@")[2] in parse(data).render()
