"""The state file: what it refuses, what it keeps, and that steps are whole."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from gofixmap.campaign import state
from gofixmap.campaign.model import (
    By,
    Campaign,
    Entry,
    Made,
    Refusal,
    Shard,
    ShardFile,
    ShardFix,
    ShardState,
)
from gofixmap.campaign.state import Store, digest_of
from gofixmap.errors import EnvironmentProblem, GofixmapError, UsageError
from gofixmap.model import Edit, Finding, Fix, Safety, Status
from gofixmap.text import Span

BEFORE = b"package a\n"
CAMPAIGN = Campaign("spring", "/tree", "abc", select=("loopvar",), options=(("a.b", True),))


def entry(key: str = "team-1", *, path: str = "a/a.go") -> Entry:
    fix = Fix("a title", (Edit(path, 1, 2, "x"),), claims=frozenset({"c"}))
    finding = Finding(
        "loopvar", "said", path, Span(1, 2), "m/a.F", Safety.SAFE, Status.FIXED, fix=fix
    )
    shard = Shard(
        key,
        "team",
        By.OWNER,
        (ShardFile(path, digest_of(BEFORE), digest_of(b"after"), ("@team",), hunks=1),),
        (ShardFix("k", 1, (finding,)),),
        ("@team",),
    )
    return Entry(shard, ShardState.PLANNED)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "s" / "campaign.db", create=True)
    made.set_campaign(CAMPAIGN)
    return made


def test_nothing_is_made_where_nothing_was_planned(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no campaign"):
        Store(tmp_path / "campaign.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"no database at all, but long enough to be one" * 50, b"x"])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(data)
    for create in (False, True):
        with pytest.raises(GofixmapError, match="not the state of a campaign"):
            Store(path, create=create)
    assert path.read_bytes() == data


def test_another_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE shard (key TEXT)")
    with pytest.raises(UsageError, match="not of a campaign"):
        Store(path, create=True)


def test_a_state_of_another_version_is_not_touched(store: Store) -> None:
    store.close()
    with sqlite3.connect(store.path) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(EnvironmentProblem, match="another version"):
        Store(store.path, create=True)


def test_a_file_that_a_killed_plan_left_empty_is_used(tmp_path: Path) -> None:
    path = tmp_path / "campaign.db"
    path.touch()
    with pytest.raises(UsageError, match="no campaign has been planned"):
        Store(path)
    Store(path, create=True).close()
    with Store(path) as opened, pytest.raises(UsageError, match="no campaign has been planned"):
        opened.campaign()


def test_what_is_put_comes_back(store: Store) -> None:
    store.put(entry(), 0)
    store.close()
    with Store(store.path) as again:
        assert again.campaign() == CAMPAIGN
        (found,) = again.entries()
        assert found.shard == entry().shard
        assert found.state is ShardState.PLANNED
        assert again.entry("team-2") is None


def test_a_path_that_is_no_utf8_survives(store: Store) -> None:
    odd = entry(path="a/\udce9.go")
    store.put(odd, 0)
    store.move("team-1", ShardState.STALE, "a/\udce9.go has changed")
    assert store.entries()[0].shard == odd.shard


def test_a_damaged_shard_is_told_of(store: Store) -> None:
    store.put(entry(), 0)
    for data in ("{", '{"key": 3}', "[" * 100_000):
        with sqlite3.connect(store.path) as other:
            other.execute("UPDATE shard SET data = ?", (data,))
        with pytest.raises(EnvironmentProblem, match="damaged"):
            store.entries()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE change SET owners = '['",
        "UPDATE change SET new = 'nowhere'",
        "UPDATE change SET at = 'noon'",
        "UPDATE shard SET state = CAST(x'6488' AS TEXT)",
        "UPDATE shard SET since = x'00'",
        "UPDATE shard SET data = CAST(x'7b88' AS TEXT)",
    ],
)
def test_a_damaged_column_is_told_of_with_its_place(store: Store, damage: str) -> None:
    store.put(entry(), 0)
    with sqlite3.connect(store.path) as other:
        other.execute(damage)
    with pytest.raises(EnvironmentProblem, match="damaged") as told:
        store.entries()
        store.log()
    assert told.value.where == str(store.path)
    assert len(str(told.value)) < 300


def test_a_damaged_schema_is_told_of_with_its_place(store: Store) -> None:
    store.close()
    data = store.path.read_bytes()
    store.path.write_bytes(data.replace(b"CREATE TABLE shard", b"CREATE TABLE sh\xe6rd"))
    with pytest.raises(EnvironmentProblem, match="damaged") as told:
        Store(store.path)
    assert told.value.where == str(store.path)


def test_contents_that_were_changed_are_not_used(store: Store) -> None:
    store.keep([BEFORE])
    assert store.content(digest_of(BEFORE)) == BEFORE
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE content SET data = x'00'")
    with pytest.raises(EnvironmentProblem, match="damaged"):
        store.content(digest_of(BEFORE))


def test_a_patch_and_the_new_state_are_one_step(store: Store) -> None:
    store.put(entry(), 0)
    made = Made(b"diff\xff", {"a/a.go": b"after"}, "build", "go1.27", ("n",), (Refusal("k", "w"),))
    store.finish("team-1", made, ShardState.PROVEN)
    assert store.made("team-1") == made
    assert store.entries({ShardState.PROVEN})[0].shard.key == "team-1"
    with pytest.raises(UsageError), store.transaction():
        store.finish("team-1", replace(made, patch=b"other"), ShardState.DONE)
        store.move("nobody", ShardState.DONE)
    assert store.made("team-1") == made
    assert store.entries()[0].state is ShardState.PROVEN
    assert [(c.old, c.new) for c in store.log()] == [
        (None, ShardState.PLANNED),
        (ShardState.PLANNED, ShardState.PROVEN),
    ]


def test_contents_are_forgotten_once_nothing_needs_them(store: Store) -> None:
    store.put(entry(), 0)
    store.keep([BEFORE, b"nobody's"])
    store.finish("team-1", Made(b"", {"a/a.go": b"after"}), ShardState.DONE)
    store.forget_unused()
    assert store.content(digest_of(BEFORE)) == BEFORE
    assert store.content(digest_of(b"after")) == b"after"
    with pytest.raises(EnvironmentProblem):
        store.content(digest_of(b"nobody's"))


def test_one_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "LOCK_SECONDS", 0.1)
    with Store(store.path) as other, other.exclusive():
        with pytest.raises(EnvironmentProblem, match="another gofixmap works"), store.exclusive():
            pass
        store.put(entry(), 0)  # the lock is about plans and runs: status may go on
    with store.exclusive():
        pass


def test_who_has_it_for_a_moment_is_waited_for(store: Store) -> None:
    with Store(store.path) as other, ExitStack() as holding:
        holding.enter_context(other.exclusive())
        threading.Timer(0.2, holding.close).start()
        with store.exclusive(seconds=30):
            pass


def test_notes_are_kept_by_shard(store: Store) -> None:
    store.note("team-1", {"branch": "a", "commit": "1"})
    store.note("team-1", {"commit": "2"})
    assert store.notes("team-1") == {"branch": "a", "commit": "2"}
    assert store.notes("team-2") == {}
