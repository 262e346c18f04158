"""Filter mode with the codemods that there are: one file in, one file out."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

METER = """package a

type meter struct{ n int }

func (m meter) add(d int) { m.n += d }

var meters = map[string]meter{}

func reset(key string) {
	meters[key].n = 0
}
"""
CALL = """package a

func use() { meters["a"].add(1) }
"""


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.27\n", encoding="utf-8")

    def into_stdin(text: str) -> None:
        stream = io.TextIOWrapper(io.BytesIO(text.encode()))
        monkeypatch.setattr(sys, "stdin", stream)

    return into_stdin


def test_a_fix_within_the_file(gofixmap: Callable, feed: Callable) -> None:
    feed(METER)
    ran = gofixmap("apply", "--stdin-filename", "a.go", "--safety", "review")
    assert (ran.code, ran.err) == (0, "")
    assert "func (m *meter) add(d int)" in ran.out
    assert "meters[key].n" not in ran.out


def test_a_fix_that_needs_another_file_is_left_out(
    gofixmap: Callable, feed: Callable, tmp_path: Path
) -> None:
    (tmp_path / "b.go").write_text(CALL, encoding="utf-8")
    feed(METER)
    ran = gofixmap("apply", "--stdin-filename", "a.go", "--safety", "review")
    assert (ran.code, ran.err) == (0, "")
    assert "func (m meter) add(d int)" in ran.out
    assert "meters[key].n" not in ran.out
    assert (tmp_path / "b.go").read_text(encoding="utf-8") == CALL
    assert not (tmp_path / "a.go").exists()


@pytest.mark.parametrize("text", ["", "package a\n", "not Go {{{\n"])
def test_what_needs_nothing_comes_out_as_it_went_in(
    gofixmap: Callable, feed: Callable, text: str
) -> None:
    feed(text)
    ran = gofixmap("apply", "--stdin-filename", "a.go")
    assert (ran.code, ran.out) == (0, text)


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    """They come out as they went in, and the exit code says that nothing could be done."""
    data = b"package a // \xff\n"
    command = [sys.executable, "-m", "gofixmap", "apply", "--stdin-filename", "a.go"]
    run = subprocess.run(command, cwd=tmp_path, input=data, capture_output=True)
    assert (run.returncode, run.stdout) == (3, data)
    assert run.stderr.startswith(b"a.go: is not UTF-8")
