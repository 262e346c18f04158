"""A file that is replaced is there whole, before and after."""

from __future__ import annotations

import os
import resource
import stat
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


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_modes_are_kept_to(file: Path) -> None:
    file.parent.chmod(0o555)
    try:
        replace_file(file, NEW)  # the file alone may be written
        assert file.read_bytes() == NEW
        file.chmod(0o444)
        with pytest.raises(PermissionError):
            replace_file(file, OLD)
    finally:
        file.parent.chmod(0o755)
    with pytest.raises(PermissionError):
        replace_file(file, OLD)
    assert (file.read_bytes(), names(file)) == (NEW, ["r.html"])
