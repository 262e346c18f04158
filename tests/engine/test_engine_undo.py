"""Writes that are taken back, that fail half way, and that a crash interrupts."""

from __future__ import annotations

import errno
import os
import signal
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

import pytest
from git_kit import git
from journal_kit import at_call, contents, failing_with, in_child, killed, leftovers

from gofixmap.engine.entry import Change
from gofixmap.engine.undo import (
    forget,
    has_interrupted,
    put_in_again,
    recover,
    take_back,
    writes,
)
from gofixmap.engine.write import change_files, write
from gofixmap.errors import EnvironmentProblem, GofixmapError

BEFORE = {"a.go": b"a\n", "gone.go": b"old\n", "p/b.go": b"b\n"}
AFTER = {"a.go": b"A\n", "new/go.sum": b"sum\n", "p/b.go": b"B\n"}
CHANGES = [
    Change(path, BEFORE.get(path), AFTER.get(path)) for path in sorted(BEFORE.keys() | AFTER.keys())
]
LAST_CALL = 200  # beyond what one write of CHANGES needs; the tests check that


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # power stays on, and time is short
    root = tmp_path / "tree"
    (root / "p").mkdir(parents=True)
    for path, data in BEFORE.items():
        (root / path).write_bytes(data)
    return root


def without(left: list[str], root: Path) -> dict[str, bytes]:
    return {path: data for path, data in contents(root).items() if path not in left}


def change(root: Path) -> None:
    change_files(root, CHANGES, "apply", make_folders=True)


def test_nothing_was_written(root: Path) -> None:
    assert take_back(root) == ()
    assert put_in_again(root) == ()
    assert recover(root) == ()


@pytest.mark.parametrize("path", ["a.go", "p/b.go", "new/go.sum"])
def test_a_file_that_was_changed_since_stops_all(root: Path, path: str) -> None:
    change(root)
    (root / path).write_bytes(b"mine\n")
    with pytest.raises(GofixmapError, match=rf"^{path}: has changed since the apply was done"):
        take_back(root)
    assert contents(root) == {**AFTER, path: b"mine\n"}


def test_a_file_that_is_there_again_stops_all(root: Path) -> None:
    change(root)
    (root / "gone.go").write_bytes(b"mine\n")
    with pytest.raises(GofixmapError, match=r"^gone\.go: has changed since"):
        take_back(root)
    assert contents(root) == {**AFTER, "gone.go": b"mine\n"}


def test_a_link_in_the_place_of_a_folder_stops_all(root: Path, tmp_path: Path) -> None:
    change(root)
    (root / "p").rename(tmp_path / "elsewhere")
    (root / "p").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GofixmapError, match=r"^p/b\.go: is reached through a symbolic link"):
        take_back(root)
    assert (tmp_path / "elsewhere" / "b.go").read_bytes() == b"B\n"
    assert (root / "a.go").read_bytes() == b"A\n"


def test_files_that_are_put_back_already_stay(root: Path) -> None:
    change(root)
    (root / "a.go").write_bytes(b"a\n")
    (moved,) = take_back(root)
    assert [each.path for each in moved.changes] == ["gone.go", "new/go.sum", "p/b.go"]
    assert contents(root) == BEFORE


def test_the_last_write_is_taken_back_and_put_in_again(root: Path) -> None:
    (root / "gone.go").chmod(0o600)
    change_files(
        root,
        [Change(c.path, c.before, c.after, 0o600 if c.after is None else None) for c in CHANGES],
        "apply",
        make_folders=True,
    )
    assert contents(root) == AFTER
    take_back(root)
    assert contents(root) == BEFORE
    assert not (root / "new").exists()
    assert (root / "gone.go").stat().st_mode & 0o777 == 0o600
    put_in_again(root)
    assert contents(root) == AFTER
    take_back(root)
    assert contents(root) == BEFORE


def test_writes_are_taken_back_one_by_one(root: Path) -> None:
    write(root, {"a.go": b"a\n"}, {"a.go": b"1\n"})
    write(root, {"a.go": b"1\n"}, {"a.go": b"2\n"})
    for expected in (b"1\n", b"a\n"):
        assert take_back(root)
        assert (root / "a.go").read_bytes() == expected
    assert take_back(root) == ()
    for expected in (b"1\n", b"2\n"):
        assert put_in_again(root)
        assert (root / "a.go").read_bytes() == expected
    assert put_in_again(root) == ()


def test_what_was_taken_back_cannot_come_after_a_new_write(root: Path) -> None:
    write(root, {"a.go": b"a\n"}, {"a.go": b"1\n"})
    take_back(root)
    write(root, {"a.go": b"a\n"}, {"a.go": b"2\n"})
    assert put_in_again(root) == ()
    assert [entry.number for entry in writes(root)] == [2]


def test_a_dry_run_touches_nothing(root: Path) -> None:
    change(root)
    (moved,) = take_back(root, dry_run=True)
    assert len(moved.changes) == len(CHANGES)
    assert contents(root) == AFTER
    assert [entry.state for entry in writes(root)] == ["done"]


def test_the_workspace_is_found_from_above_and_from_below(root: Path) -> None:
    change(root)
    assert len(writes(root.parent)) == len(writes(root / "p" / "b.go")) == 1
    other = root.parent / "other"
    other.mkdir()
    assert writes(other) == ()
    take_back(root.parent)
    assert contents(root) == BEFORE


def test_commits_in_between_do_not_matter(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    change(root)
    git(root, "add", ".")
    git(root, "commit", "-qm", "y")
    take_back(root)
    assert contents(root) == BEFORE


def test_each_call_that_fails_leaves_the_tree_as_it_was(root: Path) -> None:
    """Or, where the call does not matter, the write is done; and then undo works."""
    failures = 0
    for number in range(1, LAST_CALL):
        with at_call(number, failing_with(OSError(errno.EIO, "Input/output error"))) as calls:
            try:
                change(root)
                done = True
            except EnvironmentProblem as error:
                assert "Input/output error" in str(error)
                done = False
                failures += 1
        left = leftovers(root)
        assert without(left, root) == (AFTER if done else BEFORE), (number, calls[-1])
        assert len(left) <= done, "one may stay where the call that removes it fails"
        assert (root / "new").exists() == done
        assert not has_interrupted(root), "-".join(calls)
        if done:
            take_back(root)
            assert contents(root) == BEFORE
        if len(calls) < number:
            break
    else:
        pytest.fail("more calls than thought")
    assert failures > len(CHANGES) * 3


@pytest.mark.parametrize("undoing", [False, True])
def test_ctrl_c_before_any_call_leaves_one_side_whole(root: Path, undoing: bool) -> None:
    for number in range(1, LAST_CALL):
        if undoing:
            change(root)
        interrupt = failing_with(KeyboardInterrupt())
        with suppress(KeyboardInterrupt), at_call(number, interrupt) as calls:
            take_back(root) if undoing else change(root)
        recover(root)
        assert contents(root) in (BEFORE, AFTER), (number, calls[-1])
        if contents(root) == AFTER:
            take_back(root)
        assert contents(root) == BEFORE
        if len(calls) < number:
            break
    else:
        pytest.fail("more calls than thought")


def test_a_kill_before_any_call_can_be_taken_back(root: Path) -> None:
    """Each file is old or new, and nothing is left once undo has run."""
    interrupted = 0
    for number in range(1, LAST_CALL):

        def task(number: int = number) -> None:
            with at_call(number, killed):
                change(root)

        code = in_child(task)
        found = without(leftovers(root), root)
        for each in CHANGES:
            assert found.get(each.path) in (each.before, each.after), number
        is_half = has_interrupted(root)
        interrupted += is_half
        if is_half and found not in (BEFORE, AFTER):
            with pytest.raises(GofixmapError, match="interrupted half way"):
                write(root, {}, {"other.go": b""})
        (recover if number % 2 else take_back)(root)
        assert not leftovers(root), number
        if contents(root) != BEFORE:
            assert contents(root) == AFTER
            take_back(root)
        assert contents(root) == BEFORE, number
        if code == 0:
            break
        assert code == -signal.SIGKILL
    else:
        pytest.fail("more calls than thought")
    assert interrupted > len(CHANGES) * 3


def test_a_kill_before_any_call_of_undo_can_be_undone(root: Path) -> None:
    for number in range(1, LAST_CALL):
        change(root)

        def task(number: int = number) -> None:
            with at_call(number, killed):
                take_back(root)

        code = in_child(task)
        take_back(root)
        assert contents(root) == BEFORE, number
        if code == 0:
            break
    else:
        pytest.fail("more calls than thought")


def test_a_kill_while_recovering_is_recovered_from(root: Path) -> None:
    def halfway() -> None:
        with at_call(half, killed):
            change(root)

    half = next(number for number in range(1, LAST_CALL) if _is_mixed(root, number))
    for number in range(1, LAST_CALL):
        assert in_child(halfway) == -signal.SIGKILL

        def task(number: int = number) -> None:
            with at_call(number, killed):
                recover(root)

        code = in_child(task)
        recover(root)
        assert contents(root) == BEFORE, number
        if code == 0:
            break
    else:
        pytest.fail("more calls than thought")


def _is_mixed(root: Path, number: int) -> bool:
    """Whether a kill before that call leaves some files old and some new; the tree is as before."""

    def task() -> None:
        with at_call(number, killed):
            change(root)

    in_child(task)
    found = without(leftovers(root), root)
    take_back(root)
    return found not in (BEFORE, AFTER)


def test_a_file_changed_after_a_crash_stops_all(root: Path) -> None:
    half = next(number for number in range(1, LAST_CALL) if _is_mixed(root, number))

    def task() -> None:
        with at_call(half, killed):
            change(root)

    in_child(task)
    (root / "a.go").write_bytes(b"mine\n")
    found = contents(root)
    for action in (recover, take_back):
        with pytest.raises(GofixmapError, match=r"^a\.go: has changed since .* interrupted"):
            action(root)
        assert contents(root) == found
    assert forget(root) == 1
    assert contents(root) == found
    assert not has_interrupted(root)


def test_a_crash_in_a_tree_that_is_gone_stops_nobody(root: Path) -> None:
    half = next(number for number in range(1, LAST_CALL) if _is_mixed(root, number))

    def task() -> None:
        with at_call(half, killed):
            change(root)

    in_child(task)
    assert has_interrupted(root.parent)
    rmtree(root)
    assert not has_interrupted(root.parent)
    assert recover(root.parent) == take_back(root.parent) == ()
    assert write(root.parent, {}, {"x.go": b""})


def test_the_state_is_the_users_alone(root: Path, tmp_path: Path) -> None:
    change(root)
    for path in (tmp_path / "state" / "gofixmap").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0 or not path.is_file(), path
    assert (tmp_path / "state" / "gofixmap").stat().st_mode & 0o777 == 0o700
