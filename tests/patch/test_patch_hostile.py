"""Patches that say more than lines, that were edited by hand, or that are none."""

from __future__ import annotations

import pytest

from gofixmap.errors import PatchError
from gofixmap.patch import parse
from gofixmap.patch.model import Patch

HUNK = "@@ -1 +1 @@\n-a\n+b\n"
BODY = f"--- a/x\n+++ b/x\n{HUNK}"

REFUSED = {
    "mode": ("old mode 100644\nnew mode 100755\n", "changes the mode"),
    "mode and lines": (f"old mode 100644\nnew mode 100755\n{BODY}", "changes the mode"),
    "executable": (
        "new file mode 100755\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+b\n",
        "changes the mode",
    ),
    "link": (
        "new file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+/etc/passwd\n",
        "symbolic link",
    ),
    "link changed": (f"index 1..2 120000\n{BODY}", "symbolic link"),
    "link removed": (
        "deleted file mode 120000\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
        "link",
    ),
    "submodule": (f"index 1..2 160000\n{BODY}", "submodule"),
    "binary": ("index 1..2 100644\nGIT binary patch\nliteral 3\nabc\n\n", "binary"),
    "binary files": ("Binary files a/x and b/x differ\n", "binary"),
    "other source": (f"--- a/y\n+++ b/x\n{HUNK}", "name different files"),
    "counts": ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n", "--recount"),
    "no end of digits": (f"--- a/x\n+++ b/x\n@@ -{'1' * 5000} +1 @@\n-a\n+b\n", "no hunk"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_more_than_lines_is_refused(name: str) -> None:
    text, message = REFUSED[name]
    with pytest.raises(PatchError, match=message):
        parse(f"diff --git a/x b/x\n{text}".encode())


@pytest.mark.parametrize("kind", ["rename", "copy"])
@pytest.mark.parametrize("lines", ["", f"--- a/x\n+++ b/y\n{HUNK}"])
def test_renames_and_copies_are_refused(kind: str, lines: str) -> None:
    text = f"diff --git a/x b/y\nsimilarity index 90%\n{kind} from x\n{kind} to y\n{lines}"
    with pytest.raises(PatchError, match="renames or copies"):
        parse(text.encode())


def test_two_names_without_a_rename_are_refused() -> None:
    with pytest.raises(PatchError, match=r"two files, x\.orig and x"):
        parse(f"--- x.orig\n+++ x\n{HUNK}".encode())


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"diff --git a/x b/x\nindex 1..2 100755\n{BODY}",
        f"--- x\t2026-11-22 10:00:00\n+++ x\t2026-11-22 10:00:01\n{HUNK}",
        f"{BODY}\n\n",
        f"From 1 Mon\nSubject: x\n---\n x | 2 +-\n\ndiff --git a/x b/x\n{BODY}-- \n2.39.5\n\n",
        "diff --git a/x b/x\ndeleted file mode 100755\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
    ],
)
def test_patches_of_plain_files_are_taken(text: str) -> None:
    (file,) = parse(text.encode())
    assert file.path == "x"
    assert [line.kind for line in file.hunks[0].lines if line.kind != "+"] == ["-"]


def counts(patch: Patch) -> list[tuple[int, int]]:
    return [(len(hunk.source), len(hunk.target)) for file in patch for hunk in file.hunks]


@pytest.mark.parametrize(
    ("header", "body", "expected"),
    [
        ("@@ -1,2 +1,2 @@", " a\n-b\n+c\n+d\n", (2, 3)),
        ("@@ -1,2 +1,2 @@ f", " a\n-b\n+c\n d\n+e\n", (3, 4)),
        ("@@ -1 +1 @@", "-a\n+b\n c\n", (2, 2)),
        ("@@ -1,9 +1,9 @@", " a\n-b\n+c\n", (2, 2)),
        ("@@ -1,2 +1,3 @@", " a\n\n+b\n c\n", (3, 4)),
        ("@@ -1,1 +1,2 @@", " a\n+b\n+c\n\\ No newline at end of file\n", (1, 3)),
    ],
)
def test_counts_that_are_wrong_are_told_and_mended(
    header: str, body: str, expected: tuple[int, int]
) -> None:
    """What a parser that trusts the counts would drop without a word."""
    text = f"--- a/x\n+++ b/x\n{header}\n{body}--- a/y\n+++ b/y\n{HUNK}".encode()
    with pytest.raises(PatchError, match="--recount"):
        parse(text)
    assert counts(parse(text, recount=True)) == [expected, (1, 1)]


def test_the_line_of_the_patch_is_named() -> None:
    with pytest.raises(PatchError, match=r"^line 6 of the patch: the hunk has more lines"):
        parse(f"{BODY}+c\n".encode())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{BODY}@@ -3 +3\n-c\n+d\n", 6),
        (f"--- a/x\n+++ b/x\n@@ -x +1 @@\n-a\n+b\n{BODY}", 3),
        ("--- a/x\n+++ b/x\n-a\n+b\n", 3),
        ("diff --git a/x b/x\nnew file mode 100644\n--- @@ -0,0 +1 @@\n+a\n", 3),
        (f"diff --git a/x b/x\n a\n{BODY}", 2),
    ],
)
def test_lines_of_no_hunk_are_refused(text: str, line: int) -> None:
    with pytest.raises(
        PatchError, match=rf"^line {line} of the patch: the line belongs to no hunk"
    ):
        parse(text.encode())


def test_lines_that_look_like_headers_are_lines_where_they_are_counted() -> None:
    text = b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a\n+++ b\n c\n"
    ((hunk,),) = [file.hunks for file in parse(text)]
    assert hunk.source == (b"-- a\n", b"c\n")
    assert hunk.target == (b"++ b\n", b"c\n")
