"""Progress is for people at a terminal."""

from __future__ import annotations

import io

import pytest

from gofixmap.cli.output import ProgressLine


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")


def test_nothing_in_a_pipe() -> None:
    stream = io.StringIO()
    with ProgressLine(stream) as progress:
        progress(1, 2, "rewrite")
    assert stream.getvalue() == ""


def test_nothing_where_the_cursor_cannot_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = _Terminal()
    with ProgressLine(stream) as progress:
        progress(1, 2, "rewrite")
    assert stream.getvalue() == ""


def test_one_line_that_goes_away() -> None:
    stream = _Terminal()
    with ProgressLine(stream) as progress:
        progress(1, 3, "rewrite")
        progress(2, 3, "rewrite")  # too soon after the first one to be drawn
        progress(3, 3, "rewrite")
    assert stream.getvalue() == "\r\x1b[2Krewrite 1/3\r\x1b[2Krewrite 3/3\r\x1b[2K"


def test_it_goes_away_when_the_run_is_interrupted() -> None:
    stream = _Terminal()
    with pytest.raises(KeyboardInterrupt), ProgressLine(stream) as progress:
        progress(1, 3, "rewrite")
        raise KeyboardInterrupt
    assert stream.getvalue().endswith("\r\x1b[2K")


def test_a_run_without_steps_draws_nothing() -> None:
    stream = _Terminal()
    with ProgressLine(stream):
        pass
    assert stream.getvalue() == ""
