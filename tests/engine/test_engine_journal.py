"""What the journal keeps, for how long, and what it does not believe."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from journal_kit import contents, in_child

from gofixmap.engine import journal as journals
from gofixmap.engine.entry import Change
from gofixmap.engine.journal import Journal, sweep_journals
from gofixmap.engine.state import known_folder, state_folder
from gofixmap.engine.undo import forget, take_back, writes
from gofixmap.engine.write import change_files, write
from gofixmap.errors import EnvironmentProblem, GofixmapError


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    return tmp_path / "state" / "gofixmap"


@pytest.fixture
def root(tmp_path: Path, state: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    (root / "a.go").write_bytes(b"0\n")
    return root


def write_numbers(root: Path, count: int, size: int = 1) -> None:
    for number in range(count):
        before = (root / "a.go").read_bytes()
        write(root, {"a.go": before}, {"a.go": (b"%d\n" % number) * size})


def files_of(state: Path) -> list[str]:
    (folder,) = (state / "journal").iterdir()
    return sorted(path.name for path in folder.iterdir())


def edited(state: Path, change: Callable[[dict[str, Any]], None], *, signed: bool = True) -> None:
    """Changes what the only entry says, as somebody might who knows how it is written."""
    (path,) = state.rglob("*.json")
    outer = json.loads(path.read_text())
    body = json.loads(outer["body"])
    change(body)
    outer["body"] = json.dumps(body, sort_keys=True)
    if signed:
        outer["sha256"] = sha256(outer["body"].encode()).hexdigest()
    path.write_text(json.dumps(outer))


def test_ten_writes_are_kept(root: Path, state: Path) -> None:
    write_numbers(root, 14)
    assert [entry.number for entry in writes(root)] == list(range(5, 15))
    assert len(files_of(state)) == 10 * 2 + 1
    for _ in range(10):
        assert take_back(root)
    assert take_back(root) == ()
    assert (root / "a.go").read_bytes() == b"3\n"


def test_no_more_bytes_are_kept_than_allowed_but_for_the_last(
    root: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "KEPT_BYTES", 4_500)
    write_numbers(root, 4, size=500)
    assert [entry.number for entry in writes(root)] == [3, 4]
    write_numbers(root, 1, size=50_000)
    assert [entry.number for entry in writes(root)] == [5]
    take_back(root)


def test_what_a_crash_leaves_in_the_journal_is_swept(root: Path, state: Path) -> None:
    write_numbers(root, 1)
    (folder,) = (state / "journal").iterdir()
    for name in ("00000009.blobs", "00000001.done.json.tmp", "00000007.blobs.tmp"):
        (folder / name).write_bytes(b"x")
    write_numbers(root, 1)
    assert files_of(state) == [
        "00000001.blobs",
        "00000001.done.json",
        "00000002.blobs",
        "00000002.done.json",
        "root",
    ]


def test_journals_of_trees_that_are_long_gone_are_swept(root: Path, state: Path) -> None:
    write_numbers(root, 1)
    (root / "a.go").unlink()
    root.rmdir()
    sweep_journals()
    (folder,) = (state / "journal").iterdir()
    past = time.time() - 31 * 24 * 3600
    os.utime(folder, (past, past))
    sweep_journals()
    assert list((state / "journal").iterdir()) == []


CHANGED = {
    "another path": lambda body: body["files"][0].update(path="../../b.go"),
    "an absolute path": lambda body: body["files"][0].update(path="/etc/b.go"),
    "git's own": lambda body: body["files"][0].update(path=".git/config"),
    "another root": lambda body: body.update(root="/etc"),
    "another number": lambda body: body.update(number=7),
    "no text": lambda body: body["files"][0].update(path=7),
    "a mode": lambda body: body["files"][0].update(mode=0o4755),
    "a token": lambda body: body.update(token="/../../x"),
    "a place": lambda body: body["files"][0]["before"].update(at=-1),
    "a size": lambda body: body["files"][0]["before"].update(size=True),
    "other contents": lambda body: body["files"][0].update(before=body["files"][0]["after"]),
    "more": lambda body: body.update(run="rm"),
    "less": lambda body: body.pop("files"),
    "a version": lambda body: body.update(schema=2),
}


@pytest.mark.parametrize("name", CHANGED)
@pytest.mark.parametrize("signed", [False, True])
def test_a_changed_entry_is_not_believed(root: Path, state: Path, name: str, signed: bool) -> None:
    """Whoever can sign may at most put other contents into a file of the workspace."""
    write_numbers(root, 1)
    change = CHANGED[name]
    edited(state, lambda body: change(body) and None, signed=signed)
    found = contents(root)
    if signed and name == "other contents":
        (moved,) = take_back(root)
        assert moved.changes == ()
    else:
        with pytest.raises(GofixmapError, match=r"damaged|outside|git itself"):
            take_back(root)
    assert contents(root) == found
    assert forget(root) == 1


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"[" * 200_000, b"\xff", b'{"body"'])
def test_what_is_no_entry_is_told(root: Path, state: Path, data: bytes) -> None:
    write_numbers(root, 1)
    (path,) = state.rglob("*.json")
    path.write_bytes(data)
    with pytest.raises(
        EnvironmentProblem, match=r"00000001\.done\.json: the journal of .* damaged"
    ):
        take_back(root)
    write_numbers(root, 1)  # a write needs none of the old entries


def test_an_entry_that_is_too_large_is_not_read(
    root: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_numbers(root, 1)
    monkeypatch.setattr(journals, "_MAX_JSON", 10)
    with pytest.raises(EnvironmentProblem, match="is too large"):
        take_back(root)


def test_names_of_any_kind_are_kept(root: Path) -> None:
    names = ["\u00fc.go", "new\nline.go", os.fsdecode(b"\xff.go"), "x" * 250, "a b.go", "-.go"]
    change_files(root, [Change(name, None, b"x\n") for name in sorted(names)], "apply")
    assert len(contents(root)) == len(names) + 1
    take_back(root)
    assert list(contents(root)) == ["a.go"]


def test_nothing_of_it_is_for_others(root: Path, state: Path) -> None:
    write_numbers(root, 1)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    for path in state.rglob("*.*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_can_write_is_refused(root: Path, state: Path, mode: int) -> None:
    state.mkdir(parents=True)
    state.chmod(mode)
    with pytest.raises(EnvironmentProblem, match="others can write into this folder"):
        write_numbers(root, 1)
    assert contents(root) == {"a.go": b"0\n"}


def test_a_folder_of_somebody_else_is_refused(root: Path, state: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give folders away")
    state.mkdir(parents=True)
    os.chown(state, 1234, 1234)
    with pytest.raises(EnvironmentProblem, match="others can write into this folder"):
        write_numbers(root, 1)


def test_without_a_home_the_temporary_folder_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked / "state"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    assert known_folder() is None
    folder = state_folder("journal")
    assert folder.parent.parent == tmp_path / "temporary"
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert known_folder("journal") == folder


def test_a_home_that_one_may_not_look_into_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody, and root may look everywhere")
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_STATE_HOME", str(closed / "state"))
    temporary = Path(tempfile.mkdtemp(dir="/tmp"))
    temporary.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def task() -> None:
        os.setuid(65534)
        assert known_folder("journal") is None
        assert state_folder("journal").is_relative_to(temporary)
        assert known_folder("journal") is not None

    try:
        assert in_child(task) == 0
    finally:
        rmtree(temporary)


def test_a_link_that_others_have_put_into_the_temporary_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked / "state"))
    shared = tmp_path / "temporary"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    (tmp_path / "mine").mkdir(mode=0o700)
    (shared / f"gofixmap-{os.geteuid()}").symlink_to(tmp_path / "mine")
    with pytest.raises(EnvironmentProblem, match="others can write into this folder"):
        state_folder("journal")


def test_no_home_at_all_makes_no_folder_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", "")
    state_folder("journal")
    assert list(tmp_path.iterdir()) == []


def test_two_trees_have_two_journals(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert Journal.of(root).folder != Journal.of(other).folder
    (tmp_path / "link").symlink_to(root)
    assert Journal.of(tmp_path / "link").folder == Journal.of(root).folder
