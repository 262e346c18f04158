"""Work in a process of its own: done before it is left, whatever happens to that process."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from gofixmap.engine import pool
from gofixmap.engine.aside import Aside

forking = pytest.mark.skipif(not pool.FORKS, reason="work is done at once here")


def _note(file: Path) -> None:
    with file.open("a") as out:
        out.write(f"{os.getpid()}\n")


def _pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


@forking
def test_another_process_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "processors", lambda: 2)
    with Aside(jobs=0) as aside:
        aside.do(lambda: _note(tmp_path / "a"))
        aside.do(lambda: _note(tmp_path / "b"))
    both = _pids(tmp_path / "a") + _pids(tmp_path / "b")
    assert len({*both, os.getpid()}) == 3


@pytest.mark.parametrize(("jobs", "there_are"), [(1, 2), (0, 1)])
def test_with_one_process_it_is_done_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, there_are: int
) -> None:
    monkeypatch.setattr(pool, "processors", lambda: there_are)
    with Aside(jobs) as aside:
        aside.do(lambda: _note(tmp_path / "a"))
        assert _pids(tmp_path / "a") == [os.getpid()]
    assert len(_pids(tmp_path / "a")) == 1


def test_where_no_process_can_be_made_it_is_done_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", refused)
    with Aside(jobs=2) as aside:
        aside.do(lambda: _note(tmp_path / "a"))
    assert _pids(tmp_path / "a") == [os.getpid()]


@forking
def test_what_a_killed_process_leaves_is_done(tmp_path: Path) -> None:
    parent = os.getpid()

    def work() -> None:
        _note(tmp_path / "a")
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    with Aside(jobs=2) as aside:
        aside.do(work)
    assert _pids(tmp_path / "a")[1:] == [parent]


@forking
def test_what_work_raises_is_raised_here(tmp_path: Path) -> None:
    def work() -> None:
        _note(tmp_path / "a")
        raise ValueError("wrong")

    aside = Aside(jobs=2)
    aside.do(work)
    with pytest.raises(ValueError, match="wrong"):
        aside.wait()
    assert len(_pids(tmp_path / "a")) == 2
    aside.wait()  # nothing is left of it


@forking
def test_ctrl_c_does_not_end_it(tmp_path: Path) -> None:
    parent = os.getpid()

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        _note(tmp_path / "a")

    with Aside(jobs=2) as aside:
        aside.do(work)
    assert _pids(tmp_path / "a") != [parent]


@forking
def test_it_runs_nothing_that_belongs_to_the_end_of_this_process(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    print("said once", end="")
    with Aside(jobs=2) as aside:
        aside.do(lambda: None)
    assert capfd.readouterr().out == "said once"
