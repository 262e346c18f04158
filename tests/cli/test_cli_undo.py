"""`gofixmap undo`, and what `apply` does with what an earlier one left half done."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from git_kit import git
from journal_kit import before_calls, contents, in_child, killed, leftovers

from gofixmap.cli import main

Run = Callable[..., tuple[int, str, str]]
NAMES = ("a.go", "b.go", "c.go")


@pytest.fixture(autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def three(module: Path) -> Path:
    """The root of a module with three files to rewrite."""
    for name in NAMES[1:]:
        text = module.read_text(encoding="utf-8").replace("use()", f"use{name[0]}()")
        module.with_name(name).write_text(text, encoding="utf-8")
    return module.parent


def killed_half_way(root: Path) -> dict[str, bytes]:
    """Kills an apply behind the first of its renames; the files by then."""
    before = contents(root)

    def kill_when_one_has_changed(_: str) -> None:
        found = contents(root)
        if any(found.get(path) != before[path] for path in before):
            killed()

    def task() -> None:
        with before_calls(kill_when_one_has_changed):
            main(["apply", "--verify=none", str(root)])

    assert in_child(task) == -signal.SIGKILL
    found = {path: data for path, data in contents(root).items() if path not in leftovers(root)}
    assert 0 < sum(found[path] != before[path] for path in before) < len(NAMES)
    return found


def test_nothing_to_take_back(gofixmap: Run, module: Path) -> None:
    code, out, err = gofixmap("undo")
    assert (code, out) == (2, "")
    assert "there is nothing to take back" in err
    assert gofixmap("undo", "--redo")[0] == 2
    assert gofixmap("undo", "--list")[:2] == (0, "")


@pytest.mark.parametrize(
    "arguments", [["nowhere"], ["--redo", "--list"], ["--list", "--dry-run"], ["a", "b"]]
)
def test_what_makes_no_sense_is_refused(gofixmap: Run, module: Path, arguments: list[str]) -> None:
    assert gofixmap("undo", *arguments)[0] == 2


def test_a_file_that_was_edited_since_is_named(gofixmap: Run, three: Path) -> None:
    gofixmap("apply")
    (three / "b.go").write_text("package a\n")
    found = contents(three)
    code, _, err = gofixmap("undo")
    assert code == 2
    assert "b.go: has changed since the apply was done, nothing was written" in err
    assert contents(three) == found


def test_the_last_apply_is_taken_back(gofixmap: Run, three: Path) -> None:
    before = contents(three)
    assert gofixmap("apply")[0] == 0
    after = contents(three)
    assert after != before
    code, out, err = gofixmap("undo")
    assert (code, out) == (0, "")
    assert "took back the apply of " in err and err.endswith(": 3 files\n")
    assert contents(three) == before
    code, _, err = gofixmap("undo", "--redo")
    assert code == 0 and "put in again the apply of " in err
    assert contents(three) == after


def test_the_list_tells_what_was_done(gofixmap: Run, three: Path) -> None:
    gofixmap("apply")
    _, out, _ = gofixmap("undo", "--list")
    assert out.split()[2:] == ["done", "apply", "3", "files", str(three)]
    gofixmap("undo")
    _, out, _ = gofixmap("undo", "--list")
    assert out.split()[2:4] == ["taken", "back"]


def test_a_dry_run_prints_the_patch(gofixmap: Run, three: Path) -> None:
    gofixmap("apply")
    found = contents(three)
    code, out, err = gofixmap("undo", "--dry-run")
    assert (code, err) == (0, "")
    assert out.count("diff --git") == 3
    assert contents(three) == found


def test_names_that_could_move_the_cursor_are_shown_harmless(
    gofixmap: Run, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = three / "x\x1b[2Jy"
    odd.mkdir()
    (odd / "go.mod").write_text("module example.com/b\n")
    (odd / "a.go").write_text((three / "a.go").read_text())
    monkeypatch.chdir(odd)
    gofixmap("apply")
    for arguments in (["undo", "--list"], ["undo"]):
        _, out, err = gofixmap(*arguments)
        assert out + err and "\x1b" not in out + err


def test_a_killed_apply_is_taken_back(gofixmap: Run, three: Path) -> None:
    before = contents(three)
    killed_half_way(three)
    code, _, err = gofixmap("undo")
    assert code == 0
    assert "was interrupted: " in err and "of 3 files taken back" in err
    assert contents(three) == before


def test_a_second_apply_completes_what_a_killed_one_began(gofixmap: Run, three: Path) -> None:
    before = contents(three)
    gofixmap("apply")
    after = contents(three)
    gofixmap("undo")
    killed_half_way(three)
    code, _, err = gofixmap("apply")
    assert code == 0
    assert "was interrupted: " in err
    assert contents(three) == after
    assert gofixmap("undo")[0] == 0
    assert contents(three) == before


def test_a_dry_run_after_a_crash_says_so_and_touches_nothing(gofixmap: Run, three: Path) -> None:
    killed_half_way(three)
    found = contents(three)
    code, _, err = gofixmap("apply", "--dry-run")
    assert code == 0
    assert "interrupted half way: `gofixmap undo` takes it back" in err
    assert contents(three) == found


def test_other_writes_name_the_way_out(gofixmap: Run, three: Path) -> None:
    """Before they speak of uncommitted changes, which nobody made."""
    git(three, "init", "-q")
    git(three, "add", ".")
    git(three, "commit", "-qm", "x")
    killed_half_way(three)
    code, _, err = gofixmap("check", "--add-ignores", "--reason", "x")
    assert code == 2
    assert "was interrupted half way" in err and "`gofixmap undo` takes it back" in err


def test_a_dry_run_needs_no_folder_of_ones_own(gofixmap: Run, three: Path) -> None:
    gofixmap("apply")
    gofixmap("undo")
    folder = Path(os.environ["XDG_STATE_HOME"]) / "gofixmap"
    folder.chmod(0o777)
    assert gofixmap("apply", "--dry-run")[0] == 0
    code, _, err = gofixmap("apply")
    assert code == 2 and "others can write into this folder" in err


def test_after_a_crash_and_an_edit_there_is_a_way_out(gofixmap: Run, three: Path) -> None:
    found = killed_half_way(three)
    mine = found["a.go"] + b"\n// mine\n"
    (three / "a.go").write_bytes(mine)
    for command in ("apply", "undo"):
        code, _, err = gofixmap(command)
        assert code == 2
        assert "a.go: has changed since the apply was interrupted, nothing was written" in err
        assert "undo --forget" in err
    code, _, err = gofixmap("undo", "--forget")
    assert code == 0 and "forgot the writes of 1 workspace" in err
    assert (three / "a.go").read_bytes() == mine
    assert gofixmap("apply")[0] == 0


@pytest.mark.parametrize("damage", ["cut", "changed", "replaced", "gone", "elsewhere"])
def test_a_damaged_journal_is_refused(gofixmap: Run, three: Path, damage: str) -> None:
    gofixmap("apply")
    found = contents(three)
    state = Path(os.environ["XDG_STATE_HOME"])
    (blobs,) = state.rglob("*.blobs")
    (entry,) = state.rglob("*.json")
    if damage == "cut":
        blobs.write_bytes(blobs.read_bytes()[:-5])
    elif damage == "changed":
        blobs.write_bytes(blobs.read_bytes().replace(b"risky", b"evil!"))
    elif damage == "gone":
        blobs.unlink()
    elif damage == "replaced":
        entry.write_text("[" * 100_000)
    else:
        outer = json.loads(entry.read_text())
        outer["body"] = outer["body"].replace("a.go", "../a.go")
        entry.write_text(json.dumps(outer))
    code, _, err = gofixmap("undo")
    assert code == 2
    assert "the journal of " in err and "is damaged" in err and "undo --forget" in err
    assert contents(three) == found
    assert gofixmap("undo", "--forget")[0] == 0
    assert "nothing to take back" in gofixmap("undo")[2]
