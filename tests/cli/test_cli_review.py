"""review PATCH on a real terminal: what is chosen, where it goes, and what is refused."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from interactive_kit import Person

from gofixmap.patch import diff_files

LINES = [f"line {number}\n" for number in range(60)]
OLD = "".join(LINES)


def edited(*numbers: int) -> str:
    """The file with these lines changed."""
    return "".join(f"new {n}\n" if n in numbers else line for n, line in enumerate(LINES))


# a#1 in both files, b#2 between its hunks of the first one.
PATCH = diff_files(
    {"a.go": OLD.encode(), "b.go": OLD.encode()},
    {"a.go": edited(5, 25, 45).encode(), "b.go": edited(10).encode()},
).render()
for heading in (b"a#1", b"b#2", b"a#1", b"a#1"):
    at = PATCH.index(b" @@\n")
    PATCH = PATCH[:at] + b" @@ " + heading + PATCH[at + 3 :]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "tree"
    (folder / "sub").mkdir(parents=True)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    for name in ("a.go", "b.go"):
        (folder / name).write_text(OLD)
    (folder / "p.patch").write_bytes(PATCH)
    return folder


def text(tree: Path, name: str = "a.go") -> str:
    return (tree / name).read_text()


REFUSED = {
    "no file": (["none.patch"], b"", "none.patch: cannot read it: No such file or directory"),
    "stdin": (["-"], b"", "review reads answers from stdin (save the patch in a file)"),
    "no patch": (["p.patch"], b"hello\n", "p.patch: is not a patch"),
    "a rename": (
        ["p.patch"],
        b"diff --git a/a.go b/c.go\nsimilarity index 100%\nrename from a.go\nrename to c.go\n",
        "rename",
    ),
    "a walk upwards": (
        ["--apply", "p.patch"],
        b"--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n",
        "../x",
    ),
    "stale": (["--apply", "p.patch"], PATCH.replace(b"line 6", b"line six"), "a.go:7"),
    "an output that cannot be": (["p.patch", "-o", "no/such"], PATCH, "cannot write the patch"),
    "no terminal": (["p.patch"], PATCH, "review needs a terminal to ask on"),
}


@pytest.mark.parametrize(("arguments", "patch", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_before_anything_is_asked(
    gofixmap: Callable,
    tree: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    patch: bytes,
    told: str,
) -> None:
    monkeypatch.chdir(tree)
    (tree / "p.patch").write_bytes(patch)
    ran = gofixmap("review", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert text(tree) == OLD


def test_the_chosen_part_goes_to_a_file(tree: Path) -> None:
    person = Person(tree, "review", "p.patch", "-o", "part.patch")
    first = person.asked()
    assert "a#1 (hunk 1 of 3)\n" in first and "(1/4) Take this hunk" in first
    person.answer("y")
    person.answer("y")
    told = person.last("n")
    assert "a#1 is declined: its other 2 hunks go with it, 1 of them you had accepted" in told
    assert "1 of 2 fixes taken: 1 file" in told
    assert person.code == 0
    assert text(tree) == OLD
    part = (tree / "part.patch").read_bytes()
    assert b" @@ b#2\n" in part and b"b.go" not in part
    subprocess.run(["git", "apply", "part.patch"], cwd=tree, check=True)
    assert text(tree) == edited(25)


def test_the_chosen_part_goes_to_stdout(tree: Path) -> None:
    person = Person(tree, "review", "p.patch")
    person.asked()
    person.answer("n")
    assert "+new 25" in person.last("y")


def test_nothing_is_chosen(tree: Path) -> None:
    person = Person(tree, "review", "p.patch", "-o", "part.patch", "--apply")
    person.asked()
    person.answer("n")
    assert "0 of 2 fixes taken" in person.last("n")
    assert (tree / "part.patch").read_bytes() == b""
    assert text(tree) == OLD


def test_applying_and_taking_it_back(gofixmap: Callable, tree: Path) -> None:
    person = Person(tree / "sub", "review", "../p.patch", "--apply")
    person.asked()
    person.answer("a")
    told = person.last("a")
    assert "2 of 2 fixes taken" in told
    assert (text(tree), text(tree, "b.go")) == (edited(5, 25, 45), edited(10))
    assert gofixmap("undo", tree).code == 0
    assert (text(tree), text(tree, "b.go")) == (OLD, OLD)


def test_in_another_folder(tree: Path) -> None:
    for name in ("a.go", "b.go"):
        (tree / name).rename(tree / "sub" / name)
    person = Person(tree, "review", "p.patch", "--apply", "--directory", "sub")
    person.asked()
    person.answer("n")
    person.last("y")
    assert text(tree, "sub/a.go") == edited(25)


def test_going_on_where_one_stopped(tree: Path) -> None:
    person = Person(tree, "review", "p.patch", "-o", "part.patch")
    person.asked()
    person.answer("y")
    told = person.last("q")
    assert "a#1 is left out: not all of its hunks were answered" in told
    assert "2 fixes are still open: the next review goes on there" in told
    assert (tree / "part.patch").read_bytes() == b""
    again = Person(tree, "review", "p.patch", "-o", "part.patch")
    shown = again.asked()
    assert "your answers of last time stand" in shown and "(2/4)" in shown
    again.answer("y")
    again.last("A")
    assert (tree / "part.patch").read_bytes() == PATCH


def test_after_a_part_was_applied_the_patch_is_made_again(tree: Path) -> None:
    person = Person(tree, "review", "p.patch", "--apply")
    person.asked()
    person.answer("n")
    person.last("q")
    assert text(tree) == OLD
    again = Person(tree, "review", "p.patch", "--apply")
    again.asked()
    told = again.last("y")
    assert "1 of 2 fixes taken" in told and text(tree) == edited(25)
    stale = Person(tree, "review", "p.patch", "--apply")
    assert "a.go:26" in stale.end()
    assert stale.code == 2


def test_a_patch_of_git_without_names(tree: Path) -> None:
    (tree / "a.go").write_text(edited(5, 25))
    subprocess.run(["git", "add", "-N", "."], cwd=tree, check=True)
    (tree / "b.go").write_text(OLD)
    done = subprocess.run(
        ["git", "diff", "--no-index", "/dev/null", "a.go"], cwd=tree, capture_output=True
    )
    new_file = done.stdout.replace(b"a.go", b"c.go")
    (tree / "p.patch").write_bytes(new_file + PATCH.replace(b" @@ a#1", b" @@ func use() {"))
    (tree / "a.go").write_text(OLD)
    person = Person(tree, "review", "p.patch", "--apply")
    shown = person.asked()
    assert "+++ b/c.go" in shown and "[y,n,q,a,d,j,J,g,/,e,?]" in shown
    shown = person.answer("y")
    assert "func use() {" in shown
    person.answer("y")
    person.answer("n")
    shown = person.answer("n")
    assert "is declined" not in shown
    person.last("y")
    assert text(tree) == edited(5)
    assert text(tree, "b.go") == edited(10)
    assert text(tree, "c.go") == edited(5, 25)
