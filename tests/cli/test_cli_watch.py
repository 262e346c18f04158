"""`check --watch`, as a process whose output is read while it runs."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

GOOD = 'package m\n\nfunc f(m map[string]int) { m["a"]++ }\n'
BAD = 'package m\n\ntype t struct{ n int }\n\nfunc f(m map[string]t) { m["a"].n++ }\n'
PATIENCE = 30.0  # seconds; only a failure takes as long


class _Watch:
    """A running `gofixmap check --watch` and the lines that it prints."""

    def __init__(self, root: Path, *options: str) -> None:
        command = [sys.executable, "-m", "gofixmap", "check", "--watch", "-j1", *options]
        self.process = subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, text: str) -> str:
        """All that is printed up to the line that has `text`."""
        seen: list[str] = []
        while not seen or text not in seen[-1]:
            try:
                seen.append(self._lines.get(timeout=PATIENCE))
            except Empty:
                raise AssertionError(f"no {text!r} in {''.join(seen)!r}") from None
        return "".join(seen)

    def silent(self, seconds: float) -> bool:
        try:
            self._lines.get(timeout=seconds)
        except Empty:
            return True
        return False

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n")
    (tmp_path / "a.go").write_text(GOOD)
    return tmp_path


@pytest.fixture
def watch(root: Path) -> Iterator[_Watch]:
    # A shell that starts jobs in the background has them ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    watching = _Watch(root)
    signal.signal(signal.SIGINT, before)
    watching.until("watching for changes")
    yield watching
    watching.process.kill()
    watching.process.wait()


def test_a_change_is_reported_and_ctrl_c_ends(root: Path, watch: _Watch) -> None:
    (root / "a.go").write_text(BAD)
    told = watch.until("watching for changes")
    assert "a.go:5:26: " in told
    assert "ran again for a.go" in told
    assert watch.end() == 1


def test_files_that_say_nothing_about_code_are_no_reason(root: Path, watch: _Watch) -> None:
    (root / "notes.txt").write_text("text")
    (root / ".a.go.swp.go").write_text(BAD)
    assert watch.silent(1.5)
    assert watch.end() == 0


def test_folders_that_come_later_are_watched(root: Path, watch: _Watch) -> None:
    (root / "sub").mkdir()
    watch.until("watching for changes")
    (root / "sub" / "b.go").write_text(BAD)
    assert "sub/b.go:5:26: " in watch.until("watching for changes")


def test_a_broken_configuration_is_told_and_the_watch_goes_on(root: Path, watch: _Watch) -> None:
    (root / ".gofixmap.toml").write_text("selct = []\n")
    assert "did you mean select" in watch.until("watching for changes")
    (root / ".gofixmap.toml").unlink()
    assert "0 findings" in watch.until("watching for changes")
    assert watch.end() == 0


def test_stdin_cannot_be_watched(root: Path) -> None:
    watching = _Watch(root, "--stdin-filename", "a.go")
    assert "has no use for what stdin holds" in watching.until("stdin")
    assert watching.process.wait(PATIENCE) == 2
