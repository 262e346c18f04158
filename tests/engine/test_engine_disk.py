"""Disks that are full, folders that cannot be written or are gone, and two writers at once."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from journal_kit import at_call, contents, failing_with, in_child, killed, leftovers

from gofixmap.engine import lock
from gofixmap.engine.entry import Change
from gofixmap.engine.lock import write_lock
from gofixmap.engine.swap import Swap
from gofixmap.engine.undo import has_interrupted, recover, take_back, writes
from gofixmap.engine.write import write
from gofixmap.errors import EnvironmentProblem, GofixmapError

BEFORE = {f"p/f{number}.go": b"old\n" * 2000 for number in range(5)}
AFTER = dict.fromkeys(BEFORE, b"new\n" * 4000)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "tree"
    (root / "p").mkdir(parents=True)
    for path, data in BEFORE.items():
        (root / path).write_bytes(data)
    return root


def limited(size: int, task: Callable[[], object]) -> None:
    """Runs `task` in a process whose files may have `size` bytes; its failures are raised here."""

    def child() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        task()

    assert in_child(child) == 0


@pytest.mark.parametrize("size", [1, 100, 8_000, 16_000, 30_000, 79_999, 100_000])
def test_files_that_cannot_grow_leave_the_tree_as_it_was(root: Path, size: int) -> None:
    """The journal has 120,000 bytes; each file needs 16,000."""

    def task() -> None:
        with pytest.raises(EnvironmentProblem, match=r"state/gofixmap.*File too large"):
            write(root, BEFORE, AFTER)

    limited(size, task)
    assert contents(root) == BEFORE
    assert not has_interrupted(root)
    assert write(root, BEFORE, AFTER)


def test_a_journal_without_room_is_no_reason_to_write_without_it(root: Path) -> None:
    with (
        at_call(8, failing_with(OSError(errno.ENOSPC, "No space left on device"))),
        pytest.raises(EnvironmentProblem, match="No space left on device"),
    ):
        write(root, BEFORE, AFTER)
    assert contents(root) == BEFORE
    assert writes(root) == ()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("which", [1, 3, 5])
def test_a_rename_that_fails_is_taken_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, which: int
) -> None:
    real = Path.replace
    renamed: list[Path] = []

    def failing(self: Path, target: Path) -> Path:
        if self.name.endswith(".new.tmp"):
            renamed.append(self)
            if len(renamed) == which:
                raise OSError(number, os.strerror(number), str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(EnvironmentProblem, match=os.strerror(number)):
        write(root, BEFORE, AFTER)
    assert contents(root) == BEFORE
    assert not has_interrupted(root)


def test_what_cannot_be_put_back_is_kept_for_undo(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that dies half way: neither forwards nor backwards."""
    real = Path.replace
    calls: list[Path] = []

    def dying(self: Path, target: Path) -> Path:
        if self.suffix == ".tmp" and target.suffix == ".go":
            calls.append(self)
            if len(calls) > 2:
                raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying)
        with pytest.raises(EnvironmentProblem, match=r"2 of 3 files could not be put back.*undo"):
            write(root, BEFORE, AFTER)
    assert has_interrupted(root)
    take_back(root)
    assert contents(root) == BEFORE


def test_a_file_system_without_second_names_will_do(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object, **named: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    write(root, BEFORE, AFTER)
    assert contents(root) == AFTER
    take_back(root)
    assert contents(root) == BEFORE


@pytest.fixture
def as_nobody() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody, and root may write everywhere")


@pytest.mark.usefixtures("as_nobody")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_may_not_be_written_is_told(root: Path, tmp_path: Path, what: str) -> None:
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, 65534, 65534)
    for parent in [tmp_path, *tmp_path.parents][:-2]:
        parent.chmod(parent.stat().st_mode | 0o055)
    (root / "p" if what == "folder" else root / "p" / "f3.go").chmod(0o555)

    def task() -> None:
        os.setuid(65534)
        with pytest.raises(EnvironmentProblem, match=r"denied|read-only"):
            write(root, BEFORE, AFTER, allow_dirty=True)

    assert in_child(task) == 0
    assert contents(root) == BEFORE


def test_a_folder_that_is_gone_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Swap) -> None:
        (root / "p").rename(root / "q")
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(Swap, "_stage", gone)
    with pytest.raises(EnvironmentProblem, match="No such file or directory"):
        write(root, BEFORE, AFTER)
    assert contents(root) == {path.replace("p/", "q/"): data for path, data in BEFORE.items()}
    with pytest.raises(GofixmapError, match="no longer a regular file"):
        write(root, BEFORE, AFTER)


def test_a_file_that_an_editor_saves_meanwhile_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Swap._stage

    def stage(self: Swap) -> None:
        real(self)
        (root / "p" / "new").write_bytes(b"mine\n")
        (root / "p" / "new").rename(root / "p" / "f3.go")

    monkeypatch.setattr(Swap, "_stage", stage)
    with pytest.raises(GofixmapError, match=r"p/f3\.go: has changed while it was being rewritten"):
        write(root, BEFORE, AFTER)
    assert contents(root) == {**BEFORE, "p/f3.go": b"mine\n"}


def test_who_waits_too_long_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.2)
    with write_lock(root):

        def task() -> None:
            begun = time.monotonic()
            with pytest.raises(EnvironmentProblem, match="another gofixmap is writing"):
                write(root, BEFORE, AFTER)
            assert time.monotonic() - begun >= 0.2

        assert in_child(task) == 0
    assert contents(root) == BEFORE
    assert write(root, BEFORE, AFTER)


def test_folders_of_one_repository_share_a_lock(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / ".git").mkdir()
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)

    def task() -> None:
        with pytest.raises(EnvironmentProblem), write_lock(root / "p"):
            pass

    with write_lock(root):
        assert in_child(task) == 0


def test_who_dies_frees_the_lock(root: Path) -> None:
    def task() -> None:
        with write_lock(root):
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(task) == -signal.SIGKILL
    assert write(root, BEFORE, AFTER)


def _write_own(root: Path, number: int, answers: multiprocessing.Queue[str]) -> None:
    after = dict.fromkeys(BEFORE, b"%d\n" % number * 3000)
    try:
        write(root, BEFORE, after)
    except GofixmapError as error:
        answers.put(error.what)
    else:
        answers.put(str(number))


def test_of_many_writers_one_wins_and_the_others_are_told(root: Path) -> None:
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[str] = context.Queue()
    workers = [context.Process(target=_write_own, args=(root, n, answers)) for n in range(6)]
    for worker in workers:
        worker.start()
    said = sorted(answers.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join()
    assert said[1:] == ["has changed since it was analysed, nothing was written"] * 5
    assert contents(root) == {path: b"%s\n" % said[0].encode() * 3000 for path in BEFORE}


def test_undo_waits_for_who_writes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, BEFORE, AFTER)
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)

    def task() -> None:
        with pytest.raises(EnvironmentProblem, match="another gofixmap is writing"):
            take_back(root)

    with write_lock(root):
        assert in_child(task) == 0
    assert contents(root) == AFTER


def test_a_tree_on_a_full_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real one, of 1 MB; only root can mount it."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0 or os.system(f"mount -t tmpfs -o size=1m tmpfs '{folder}' 2>/dev/null"):
        pytest.skip("no file system can be mounted here")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    try:
        (folder / "p").mkdir()
        for path, data in BEFORE.items():
            (folder / path).write_bytes(data)
        with open(folder / "filler", "wb") as filler:
            written = os.statvfs(folder)
            filler.write(b"x" * (written.f_bavail * written.f_frsize - 40_000))
        found = contents(folder)
        with pytest.raises(EnvironmentProblem, match="No space left on device"):
            write(folder, BEFORE, AFTER)
        assert contents(folder) == found
        (folder / "filler").unlink()
        write(folder, BEFORE, AFTER)
        assert not leftovers(folder)
        filling = os.statvfs(folder)
        (folder / "filler").write_bytes(b"x" * (filling.f_bavail * filling.f_frsize))
        with pytest.raises(EnvironmentProblem, match="No space left on device"):
            take_back(folder)
        found = contents(folder)
        del found["filler"]
        assert found == AFTER
        (folder / "filler").unlink()
        take_back(folder)
        assert contents(folder) == BEFORE
    finally:
        os.system(f"umount '{folder}'")


def test_nothing_is_lost_between_a_crash_and_a_full_disk(root: Path) -> None:
    """What a crash has left half done is taken back where there is room again, not before."""
    changes = [Change(path, BEFORE[path], AFTER[path]) for path in BEFORE]

    for number in range(40, 80):

        def task(number: int = number) -> None:
            with at_call(number, killed):
                write(root, BEFORE, AFTER)

        in_child(task)
        found = contents(root)
        if has_interrupted(root) and len({found[each.path] for each in changes}) == 2:
            break
        take_back(root)
    else:
        pytest.fail("no crash left it half done")

    def no_room() -> None:
        with pytest.raises(EnvironmentProblem, match="File too large"):
            recover(root)

    limited(100, no_room)
    now = contents(root)
    assert all(now[each.path] in (each.before, each.after) for each in changes)
    recover(root)
    assert contents(root) == BEFORE
