"""The file of the cache: bounded, shared, and done without where anything is wrong with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from gofixmap.engine import cachestore
from gofixmap.engine.cachestore import Contents, Store, file_in, remove

MEGABYTE = 1 << 20


def test_rows_come_back_as_they_were_put(tmp_path: Path) -> None:
    store = Store(tmp_path / "below" / "cache")
    assert store.get(b"a") == [None]
    assert not (tmp_path / "below").exists()
    store.put({b"a": b"one", b"b": b""})
    store.put({b"a": b"two"})
    assert Store(tmp_path / "below" / "cache").get(b"a", b"b", b"c") == [b"two", b"", None]
    assert store.contents() == Contents(2, 3)


def test_the_longest_unused_rows_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(cachestore.time, "time", lambda: now)
    store = Store(tmp_path, 10 * MEGABYTE)
    for number in range(10):
        now += 2 * 3600
        store.put({b"%d" % number: bytes(MEGABYTE)})
    now += 2 * 3600
    assert store.get(b"0") != [None]  # used just now
    store.put({b"more": bytes(MEGABYTE)})
    found = store.get(*(b"%d" % number for number in range(10)))
    assert [value is not None for value in found] == [True, False, False, *[True] * 7]
    assert store.contents().size <= 10 * MEGABYTE
    store.put({b"large": bytes(11 * MEGABYTE)})
    assert store.get(b"large") == [None]
    store.close()
    assert file_in(tmp_path).stat().st_size < 13 * MEGABYTE


def test_a_row_that_was_changed_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put({b"a": b"one", b"b": b"two"})
    store.close()
    with sqlite3.connect(file_in(tmp_path)) as connection:
        connection.execute("UPDATE rows SET value = value || 'x' WHERE key = ?", (b"a",))
        connection.execute("UPDATE rows SET value = 'text' WHERE key = ?", (b"b",))
    assert Store(tmp_path).get(b"a", b"b") == [None, None]


@pytest.mark.parametrize(
    "damage",
    [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000],
    ids=["empty", "text", "garbage"],
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    file_in(tmp_path).write_bytes(damage)
    store = Store(tmp_path)
    assert store.get(b"a") == [None]
    store.put({b"a": b"one"})
    store.put({b"a": b"one"})
    assert store.get(b"a") == [b"one"]


def test_each_page_of_the_file_may_be_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put({b"%d" % number: os.urandom(3000) for number in range(20)})
    store.close()
    whole = file_in(tmp_path).read_bytes()
    for at in range(0, len(whole), 4096):
        remove(tmp_path)
        file_in(tmp_path).write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])
        for store in (Store(tmp_path), Store(tmp_path)):
            store.get(*(b"%d" % number for number in range(20)))
            store.contents()
            store.put({b"a": b"one"})
            store.close()


def test_a_table_of_another_kind_is_not_read(tmp_path: Path) -> None:
    with sqlite3.connect(file_in(tmp_path)) as connection:
        connection.execute("CREATE TABLE rows (x)")
    store = Store(tmp_path)
    assert store.get(b"a") == [None]
    store.put({b"a": b"one"})
    store.put({b"a": b"one"})
    assert store.get(b"a") == [b"one"]


def test_a_place_that_is_none_keeps_nothing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    (tmp_path / "own").mkdir()
    file_in(tmp_path / "own").mkdir()
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    places = (file, file / "x", Path("/proc/none"), tmp_path / ("x" * 300), tmp_path / "own")
    for place in (*places, shared, Path("/dev/null")):
        store = Store(place)
        store.put({b"a": b"one"})
        assert store.get(b"a") == [None]
        assert store.contents().rows == 0
        store.close()
        remove(place)


def test_a_folder_that_is_read_only_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put({b"a": b"one"})
    store.close()
    file_in(tmp_path).chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        store = Store(tmp_path)
        store.put({b"b": b"two"})
        assert store.get(b"a") in ([b"one"], [None])
        store.close()
    finally:
        tmp_path.chmod(0o700)


def _write_for_ever(place: str, number: int) -> None:
    store = Store(Path(place), 2 * MEGABYTE)
    while True:
        store.put({b"%d" % number: b"%d" % number * 100_000, b"shared": b"%d" % number * 50_000})


def test_writers_that_are_killed_leave_whole_rows(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    Store(tmp_path).put({b"first": b"x"})
    for _ in range(4):
        writers = [
            context.Process(target=_write_for_ever, args=(str(tmp_path), number))
            for number in range(3)
        ]
        for writer in writers:
            writer.start()
        time.sleep(0.15)
        for writer in writers:
            assert writer.pid is not None
            os.kill(writer.pid, signal.SIGKILL)
            writer.join()
        store = Store(tmp_path)
        for number, value in enumerate(store.get(b"0", b"1", b"2")):
            assert value in (None, b"%d" % number * 100_000)
        shared = store.get(b"shared")[0]
        assert shared is None or len(set(shared)) == 1
        store.put({b"after": b"all"})
        assert store.get(b"after") == [b"all"]
        store.close()
