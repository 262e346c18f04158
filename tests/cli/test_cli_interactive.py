"""apply -i on a real terminal: what is asked, what is written, and where it goes on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from interactive_kit import PROMPT, Person

# Two lost writes far from each other, a receiver with a call, and one lost write more.
SOURCE = """package a

type Point struct{ x, y int }

var points map[string]Point

func one() {
	points["a"].x = 1
}

func gap() int {
	n := 0
	n++
	n++
	return n
}

func two() {
	points["b"].y = 2
}

type counter struct{ n int }

func (c counter) add() {
	c.n++
}

func gap2() int {
	n := 0
	n++
	n++
	return n
}

func three() {
	points["c"].x = 3
	_ = points
	points["d"].y = 4
}
"""
FIXED = {
    "a": '\tpoint := points["a"]\n\tpoint.x = 1\n\tpoints["a"] = point\n',
    "b": '\tpoint := points["b"]\n\tpoint.y = 2\n\tpoints["b"] = point\n',
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/a\n\ngo 1.27\n")
    (folder / "a.go").write_text(SOURCE)
    return folder


def start(tree: Path, *arguments: str, verify: str = "none", **env: str) -> Person:
    settings = ("--safety=review", f"--verify={verify}", "-j1")
    return Person(tree, "apply", "-i", *settings, *arguments, env=env)


def text(tree: Path) -> str:
    return (tree / "a.go").read_text()


def test_without_a_terminal(gofixmap: Callable, tree: Path) -> None:
    ran = gofixmap("apply", "-i", tree)
    assert ran.code == 2
    assert ran.err == (
        "gofixmap: -i needs a terminal to ask on"
        " (elsewhere, use apply --dry-run -o FILE and then gofixmap review FILE)\n"
    )
    assert text(tree) == SOURCE


def test_as_a_filter(gofixmap: Callable, tree: Path) -> None:
    ran = gofixmap("apply", "-i", "--stdin-filename", "a.go")
    assert ran.code == 2 and "where -i reads answers" in ran.err


def test_uncommitted_changes_are_refused_before_anything_is_asked(tree: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    person = start(tree)
    assert "a.go: has uncommitted changes, nothing was written" in person.end()
    assert person.code == 2


def test_nothing_to_ask(tree: Path) -> None:
    person = start(tree, "-s", "nil-map")
    assert "0 fixes changed 0 files" in person.end()
    assert person.code == 0


def test_no_and_yes(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    first = person.asked()
    assert "+++ b/a.go\nmap-writeback#1: Store the changed copy back into the map\n" in first
    assert "@@ -5,7 +5,9 @@ map-writeback#1\n" in first
    assert first.endswith("(1/3) Apply this hunk [y,n,q,a,d,A,N,j,J,g,/,e,?]? ")
    second = person.answer("n")
    assert "+++ b/a.go" not in second, "the header of a file is shown once"
    third = person.answer("y")
    assert third.endswith("(3/3) Apply this hunk [y,n,q,a,d,A,N,K,g,/,s,e,?]? ")
    told = person.last("n")
    assert person.code == 0
    assert "1 fix changed 1 file" in told and "3 fixes left out in the review" in told
    assert text(tree) == SOURCE.replace('\tpoints["b"].y = 2\n', FIXED["b"])


def test_control_c_writes_nothing_and_forgets_nothing(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    person.answer("y")
    person.child.sendintr()
    assert "nothing was written; your answers are kept for the next time" in person.end()
    assert person.code == 130
    assert text(tree) == SOURCE
    again = start(tree, "-s", "map-writeback")
    shown = again.asked()
    assert "your answers of last time stand: 1 accepted, 0 declined (--restart" in shown
    assert "(2/3)" in shown
    assert "1 fix changed 1 file" in again.last("q")
    assert text(tree) == SOURCE.replace('\tpoints["a"].x = 1\n', FIXED["a"])


def test_quitting_writes_what_was_accepted_and_goes_on_there(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    person.answer("y")
    person.answer("n")
    told = person.last("q")
    assert "2 fixes are still open: the next review goes on there" in told
    assert text(tree) == SOURCE.replace('\tpoints["a"].x = 1\n', FIXED["a"])
    again = start(tree, "-s", "map-writeback")
    shown = again.asked()
    assert "your answers of last time stand: 0 accepted, 1 declined" in shown
    assert 'points["c"]' in shown and "(2/2)" in shown
    again.last("y")
    assert 'points["b"].y = 2' in text(tree)
    assert 'points["c"] = point' in text(tree)
    finished = start(tree, "-s", "map-writeback")
    assert "last time" not in finished.asked(), "a review that came to its end is forgotten"
    finished.last("q")


def test_a_changed_tree_asks_again(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    person.answer("n")
    person.last("q")
    (tree / "a.go").write_text(SOURCE.replace("func one() {", "func one() { // now"))
    again = start(tree, "-s", "map-writeback")
    shown = again.asked()
    assert "last time" not in shown and "(1/3)" in shown
    again.last("q")


def test_restart_asks_again(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    person.answer("n")
    person.last("q")
    again = start(tree, "-s", "map-writeback", "--restart")
    shown = again.asked()
    assert "last time" not in shown and "(1/3)" in shown
    again.last("q")


def test_another_review_of_the_same_tree_forgets_nothing(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    person.answer("n")
    person.last("q")
    other = start(tree, "-s", "pointer-receiver")
    assert "last time" not in other.asked()
    other.last("n")
    again = start(tree, "-s", "map-writeback")
    assert "0 accepted, 1 declined" in again.asked()
    again.last("q")


def test_restart_alone(gofixmap: Callable, tree: Path) -> None:
    ran = gofixmap("apply", "--restart", tree)
    assert (ran.code, ran.err) == (2, "gofixmap: --restart is about the questions of -i\n")


def test_the_end_of_input_is_quitting(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    person.answer("y")
    person.child.sendeof()
    person.end()
    assert person.code == 0
    assert text(tree) == SOURCE.replace('\tpoints["a"].x = 1\n', FIXED["a"])


def test_what_is_not_a_key_prints_help(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    for answer in ("x", "?", "yes", "€"):
        shown = person.answer(answer)
        assert "y - apply this hunk\n" in shown and "(1/3)" in shown
    assert "s - " in shown
    assert "there is one change in this hunk" in person.answer("s")
    assert "no fix is of 'nil-map'; there are map-writeback" in person.answer("A nil-map")
    person.child.sendline("y\udcff")
    assert "y - apply this hunk\n" in person.asked()
    assert "there is no hunk 9" in person.answer("g 9")
    assert "no open hunk comes before this one" in person.answer("k")
    assert "no hunk matches" in person.answer("/nowhere")
    assert "unterminated character set" in person.answer("/[")
    assert " " in person.answer("")
    person.last("q")
    assert text(tree) == SOURCE


def test_dry_run_prints_the_chosen_patch_alone_on_stdout(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback", "--dry-run", "-o", "out.patch")
    assert person.asked().endswith("Take this hunk [y,n,q,a,d,A,N,j,J,g,/,e,?]? ")
    person.answer("n")
    person.answer("y")
    person.last("d")
    assert text(tree) == SOURCE
    patch = (tree / "out.patch").read_text()
    assert patch.count("@@ map-writeback#1") == 1 and 'points["b"]' in patch
    subprocess.run(["git", "apply", "out.patch"], cwd=tree, check=True)
    assert text(tree) == SOURCE.replace('\tpoints["b"].y = 2\n', FIXED["b"])


def test_questions_leave_stdout_to_the_patch(tree: Path) -> None:
    settings = ("--safety=review", "--verify=none", "-j1", "-s", "map-writeback", "--dry-run")
    person = Person(tree, "apply", "-i", *settings, stdout="out.patch")
    person.asked()
    person.answer("y")
    person.last("d")
    patch = (tree / "out.patch").read_text()
    assert patch.startswith("diff --git a/a.go b/a.go\n") and "\x1b" not in patch
    subprocess.run(["git", "apply", "out.patch"], cwd=tree, check=True)
    assert text(tree) == SOURCE.replace('\tpoints["a"].x = 1\n', FIXED["a"])


def test_json_tells_what_was_left_out(tree: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i '/^+/s/y = 2/y=2/' $1\n")
    editor.chmod(0o755)
    settings = ("--safety=review", "--verify=build", "-j1", "-s", "map-writeback", "--format=json")
    person = Person(tree, "apply", "-i", *settings, env={"EDITOR": str(editor)}, stdout="out.json")
    person.asked()
    person.answer("y")
    person.answer("e")
    person.last("n")
    found = json.loads((tree / "out.json").read_text())["findings"]
    assert [(f["status"], f["reason"]) for f in found] == [
        ("fixed", ""),
        ("fixed", "edited by hand, which nobody has proved"),
        ("fixable", "left out in the review"),
        ("fixable", "left out in the review"),
    ]


def test_splitting_takes_fixes_of_one_hunk_apart(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback")
    person.asked()
    person.answer("g 3")
    shown = person.answer("s")
    assert "split into 2 hunks" in shown and "(3/4)" in shown
    assert "map-writeback#4" not in shown
    person.answer("y")
    person.answer("n")
    person.last("d")
    assert text(tree).count("= point\n") == 1 and 'points["c"] = point' in text(tree)


def test_editing(tree: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/^+\\(.*\\)point\\.x = 1/+\\1point.x = 111/" "$1"\n')
    editor.chmod(0o755)
    person = start(tree, "-s", "map-writeback", EDITOR=str(editor), VISUAL="")
    person.asked()
    person.answer("e")
    told = person.last("d")
    assert "1 fix was edited by hand, which nobody has proved" in told
    expected = FIXED["a"].replace("x = 1\n", "x = 111\n")
    assert text(tree) == SOURCE.replace('\tpoints["a"].x = 1\n', expected)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("true", "the hunk stays as it was"),
        ("exit 1", "Editing failed"),
        ('sed -i "s/^-.*/-nonsense/" "$1"', "the file has no line 'nonsense' there"),
        ('sed -i "s/^ func/func/" "$1"', "begins with none of"),
        ('sed -i "/^ func gap/d" "$1"', "lines that begin with ' ' or '-': 1 too few"),
        ('sed -i "/^+/d; s/^-/ /" "$1"', "no change is left in it"),
        ('echo "# nothing" > "$1"', "the hunk stays as it was"),
    ],
)
def test_edits_that_are_not_taken(tree: Path, tmp_path: Path, script: str, told: str) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o755)
    person = start(tree, "-s", "map-writeback", EDITOR=str(editor), VISUAL="")
    person.asked()
    person.child.sendline("e")
    found = person.child.expect([r"changes away\) \[y/n\]\? ", r"hunk \[[^\]]*\]\? "])
    assert told in person.child.before
    if found == 0:
        assert "(1/3)" in person.answer("n")
    person.last("q")
    assert text(tree) == SOURCE


def test_a_part_is_proven_again(tree: Path) -> None:
    person = start(tree, "-s", "map-writeback", verify="build")
    person.asked()
    person.answer("y")
    told = person.last("d")
    assert "1 fix type-checked" in told


def test_names_steer_no_terminal(tree: Path) -> None:
    (tree / "a.go").rename(tree / "a\x1b[31m.go")
    person = start(tree, "-s", "map-writeback")
    person.asked()
    assert "\x1b[31m.go" not in person.child.before
    person.last("q")


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colours(tree: Path, setting: dict[str, str]) -> None:
    person = start(tree, "-s", "map-writeback", **setting)
    person.asked()
    person.child.sendline("x")
    person.child.expect(PROMPT)
    assert "\x1b" not in person.child.before + person.child.after
    person.last("q")
