"""What only a process of its own can show: installed codemods, signals, closed pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SLOW = """
import time
from pathlib import Path
from gofixmap.codemod import Codemod, Edit, Fix

CODEMODS = ("slow_toys:Slow",)


class Slow(Codemod):
    name = "slow-call"
    title = "A call that takes its time"
    query = "(call_expression function: (identifier) @name) @site"
    needles = (b"slow(",)

    def rewrite(self, match, context):
        Path(__file__).with_name("started").touch()
        time.sleep(0 if match.text("name") != "slow" else 60)
        return ()
"""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which a distribution with one slow codemod is installed."""
    site = tmp_path / "site"
    info = site / "slow_toys-1.dist-info"
    info.mkdir(parents=True)
    (site / "slow_toys.py").write_text(SLOW, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-toys\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[gofixmap.codemods]\nslow = slow_toys\n")
    return {**os.environ, "PYTHONPATH": str(site)}


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "gofixmap", *(str(argument) for argument in arguments)]


def test_codemods_of_other_distributions_are_found(installed: dict[str, str]) -> None:
    run = subprocess.run(_command("list"), env=installed, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert any(line.startswith("slow-call ") for line in run.stdout.splitlines())


INTERRUPTS = """
import sys
import gofixmap.cli

class Finder:
    def find_spec(self, name, path, target=None):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Finder())
gofixmap.cli.program()
"""


def test_an_interrupt_before_anything_has_begun_is_no_traceback() -> None:
    run = subprocess.run([sys.executable, "-c", INTERRUPTS], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (130, "gofixmap: interrupted\n")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("number", "code", "message"),
    [
        (signal.SIGINT, 130, b"gofixmap: interrupted"),
        (signal.SIGTERM, 143, b"gofixmap: terminated"),
    ],
    ids=["SIGINT", "SIGTERM"],
)
def test_signals(
    installed: dict[str, str], tmp_path: Path, jobs: int, number: int, code: int, message: bytes
) -> None:
    module = tmp_path / "module"
    for folder in ("a", "b", "c"):
        file = module / folder / "a.go"
        file.parent.mkdir(parents=True)
        file.write_text("package a\n\nfunc f() {\n\tslow()\n}\n", encoding="utf-8")
    (module / "go.mod").write_text("module example.com/a\n\ngo 1.27\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in module.rglob("*.go")}
    command = _command("apply", "-s", "slow-call", "-j", jobs, module)
    process = subprocess.Popen(
        command,
        env=installed,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C goes to all processes of a terminal, SIGTERM to one
    )
    _wait_for(tmp_path / "site" / "started")
    if number == signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, b"")
    assert err.strip() == message
    assert {path: path.read_bytes() for path in before} == before


def _wait_for(path: Path) -> None:
    until = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.02)


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["apply", "--help"]])
def test_a_reader_that_leaves(arguments: list[str]) -> None:
    """`gofixmap ... | head -0`: no traceback, no message."""
    process = subprocess.Popen(_command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate()
    assert (process.returncode, errors) == (141, b"")


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_what_the_locale_cannot_show(tmp_path: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    run = subprocess.run(_command("check", tmp_path / "ü.go"), env=environment, capture_output=True)
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1
    assert b"no such file" in run.stderr


def _program(tmp_path: Path, body: str) -> subprocess.CompletedProcess[str]:
    """A process that runs `program` with a command line of which `body` is all."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    code = f"import atexit, sys, threading, time\nimport gofixmap.cli as cli\ndef main():\n{lines}"
    code += "cli.main = main\ncli.program()\n"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("code", [0, 1, 3])
def test_its_end_is_told_by_its_exit_code(tmp_path: Path, code: int) -> None:
    ran = _program(tmp_path, f"print('out', end='')\nsys.stderr.write('err')\nreturn {code}")
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "out", "err")


def test_what_waits_for_its_end_is_done(tmp_path: Path) -> None:
    body = "atexit.register(print, 'at the end')\n"
    body += (
        "threading.Thread(target=lambda: (time.sleep(0.2), print('a thread'))).start()\nreturn 0"
    )
    ran = _program(tmp_path, body)
    assert (ran.returncode, ran.stdout) == (0, "a thread\nat the end\n")


def test_memory_is_not_taken_apart(tmp_path: Path) -> None:
    body = "class Kept:\n    def __del__(self): print('taken apart')\ncli.kept = Kept()\nreturn 0"
    assert _program(tmp_path, body).stdout == ""


def test_what_is_raised_is_shown(tmp_path: Path) -> None:
    ran = _program(tmp_path, "raise ValueError('wrong')")
    assert ran.returncode == 1
    assert "ValueError: wrong" in ran.stderr


def test_a_closed_stdout_is_no_matter_at_its_end(tmp_path: Path) -> None:
    ran = _program(tmp_path, "sys.stdout.close()\nreturn 2")
    assert (ran.returncode, ran.stderr) == (2, "")
