"""A file that is replaced is there whole, before and after."""

from __future__ import annotations

import errno
import os
import resource
import stat
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gofixmap.files import replace_file

OLD = b"old"
NEW = b"new" * 2000


@contextmanager
def small_disk() -> Iterator[None]:
    """No file can grow beyond a few bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "folder" / "r.html"
    place.parent.mkdir()
    place.write_bytes(OLD)
    return place


def names(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.iterdir())


def test_the_earlier_file_stays_where_the_disk_is_full(file: Path) -> None:
    with small_disk(), pytest.raises(OSError, match="too large"):
        replace_file(file, NEW)
    assert (file.read_bytes(), names(file)) == (OLD, ["r.html"])


def test_nothing_is_left_of_a_file_that_was_not_there(file: Path) -> None:
    file.unlink()
    with small_disk(), pytest.raises(OSError, match="too large"):
        replace_file(file, NEW)
    assert names(file) == []


def test_the_mode_stays(file: Path) -> None:
    file.chmod(0o640)
    replace_file(file, NEW)
    assert (file.read_bytes(), names(file)) == (NEW, ["r.html"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_is_usual(file: Path) -> None:
    fresh, usual = file.with_name("fresh"), file.with_name("usual")
    replace_file(fresh, NEW)
    usual.write_bytes(NEW)
    assert fresh.stat().st_mode == usual.stat().st_mode


def test_a_link_goes_on_leading_to_the_file(file: Path) -> None:
    link = file.parent.parent / "link"
    link.symlink_to(file)
    replace_file(link, NEW)
    assert (file.read_bytes(), link.is_symlink()) == (NEW, True)


def test_what_is_no_plain_file_is_written_in_place(file: Path) -> None:
    pipe = file.with_name("pipe")
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_file(pipe, OLD)
        assert os.read(end, 10) == OLD
    finally:
        os.close(end)
    assert names(file) == ["pipe", "r.html"]


def _keeps_to_modes(file: Path) -> None:
    file.parent.chmod(0o555)
    replace_file(file, NEW)  # the file alone may be written
    assert file.read_bytes() == NEW
    file.chmod(0o444)
    for mode in (0o555, 0o755):
        file.parent.chmod(mode)
        with pytest.raises(PermissionError):
            replace_file(file, OLD)
    assert (file.read_bytes(), names(file)) == (NEW, ["r.html"])


def test_modes_are_kept_to() -> None:
    # Root may write everything, so it asks somebody else; who reaches no folder of the tests.
    nobody = 65534
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        file = Path(folder) / "r.html"
        file.write_bytes(OLD)
        if os.geteuid() != 0:
            _keeps_to_modes(file)
            return
        for each in (folder, file):
            os.chown(each, nobody, nobody)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setgroups([])
                os.setgid(nobody)
                os.setuid(nobody)
                _keeps_to_modes(file)
                code = 0
            finally:
                if code:
                    traceback.print_exc()
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_file_that_cannot_be_replaced_is_written_in_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: Path, target: Path) -> Path:
        raise OSError(errno.EBUSY, "Device or resource busy", str(target))

    monkeypatch.setattr(Path, "replace", busy)  # as where a container has one file mounted
    replace_file(file, NEW)
    assert (file.read_bytes(), names(file)) == (NEW, ["r.html"])
