"""Bad input gets one clear line and the right exit code, and never a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def _one_line(ran: object, *parts: str) -> None:
    assert isinstance(ran, tuple)
    code, out, err = ran
    assert (code, out) == (2, ""), err
    assert err.count("\n") == 1, err
    assert err.startswith("gofixmap: ")
    for part in parts:
        assert part in err


@pytest.mark.parametrize("command", ["apply", "check"])
def test_no_such_path(gofixmap: Callable, module: Path, command: str) -> None:
    _one_line(gofixmap(command, "nowhere"), "nowhere", "no such file")


@pytest.mark.parametrize("path", ["nowhere/...", "a.go/...", "./....", "./.../b", "a..."])
def test_no_pattern_of_a_folder(gofixmap: Callable, module: Path, path: str) -> None:
    _one_line(gofixmap("check", path), path.removeprefix("./"), "no such file")


@pytest.mark.parametrize("command", ["apply", "check"])
def test_not_a_go_file(gofixmap: Callable, module: Path, command: str) -> None:
    _one_line(gofixmap(command, "go.mod"), "go.mod", "not a Go file")


def test_inspect_of_no_such_path(gofixmap: Callable, module: Path) -> None:
    _one_line(gofixmap("inspect", "types", "nowhere"), "nowhere", "no such file")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("selct = []\n", "select"),
        ("= 1\n", ".gofixmap.toml"),
        ('select = ["old-cal"]\n', "old-call"),
        ('safety = "high"\n', "safety"),
    ],
)
def test_broken_configuration(gofixmap: Callable, module: Path, text: str, says: str) -> None:
    (module.parent / ".gofixmap.toml").write_text(text, encoding="utf-8")
    before = module.read_bytes()
    _one_line(gofixmap("apply"), ".gofixmap.toml", says)
    assert module.read_bytes() == before


def test_configuration_that_is_not_there(gofixmap: Callable, module: Path) -> None:
    _one_line(gofixmap("apply", "--config", "none.toml"), "none.toml")


def test_unknown_option_of_a_codemod(gofixmap: Callable, module: Path) -> None:
    _one_line(gofixmap("apply", "--option", "old-call.nmae=x"), "nmae", "name")


def test_unknown_target(gofixmap: Callable, module: Path) -> None:
    _one_line(gofixmap("apply", "--target", "usee"), "usee", "use")


def test_unreadable_file(gofixmap: Callable, module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (module.parent / "b.go").write_text("package a\n\nfunc f() { old() }\n")
    really_open = os.open

    def refuse(path: str, *arguments: int, **more: int) -> int:
        """What chmod 0 does to everybody but root, who may be running this."""
        if str(path).endswith("b.go"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return really_open(path, *arguments, **more)

    monkeypatch.setattr(os, "open", refuse)
    ran = gofixmap("apply", "-j", "1", "--dry-run")
    assert ran.code == 3
    assert ran.err.splitlines()[0] == "b.go: cannot be read: Permission denied"
    assert "new()" in ran.out


def test_a_link_that_leads_nowhere(gofixmap: Callable, module: Path) -> None:
    (module.parent / "b.go").symlink_to("gone.go")
    ran = gofixmap("apply", "b.go")
    assert ran.code in (2, 3)
    assert "b.go" in ran.err
    assert "Traceback" not in ran.err


def test_a_loop_of_links(gofixmap: Callable, module: Path) -> None:
    (module.parent / "loop").symlink_to(module.parent, target_is_directory=True)
    ran = gofixmap("apply")
    assert ran.code == 0
    assert ran.err.startswith("1 fix changed 1 file of 1 file")


def test_an_empty_file(gofixmap: Callable, module: Path) -> None:
    (module.parent / "b.go").write_bytes(b"")
    assert gofixmap("apply").code == 0
    assert b"new()" in module.read_bytes()


def test_a_file_of_50_megabytes(gofixmap: Callable, module: Path) -> None:
    big = module.parent / "big.go"
    with big.open("wb") as stream:
        stream.write(b"package a\n\nfunc g() { old() }\n")
        stream.truncate(50 * 1024 * 1024)
    ran = gofixmap("apply")
    assert ran.code == 3
    (line,) = (line for line in ran.err.splitlines() if "big.go" in line)
    assert line.startswith("big.go: ")
    assert b"new()" in module.read_bytes()


def test_a_name_with_a_line_break(gofixmap: Callable, module: Path) -> None:
    odd = module.parent / "b\nc.go"
    odd.write_text("package a\n\nfunc f() {\n\todd()\n}\n")
    ran = gofixmap("check", "-s", "odd-call")
    assert ran.code == 1
    assert '"b\\nc.go":4:2: odd is odd' in ran.out
    _one_line(gofixmap("check", "no\nsuch.go"), "no\\nsuch.go")


def test_not_utf8(gofixmap: Callable, module: Path) -> None:
    (module.parent / "b.go").write_bytes(b'package a\n\nfunc f() { old("\xff") }\n')
    ran = gofixmap("apply")
    assert ran.code == 3
    assert any(line.startswith("b.go: ") for line in ran.err.splitlines())
    assert b"new()" in module.read_bytes()


def test_not_go_inside(gofixmap: Callable, module: Path) -> None:
    (module.parent / "b.go").write_bytes(b"\x00\x01 not Go \x02 old() {{{{")
    ran = gofixmap("apply")
    assert ran.code in (0, 3)
    assert "Traceback" not in ran.err
    assert b"new()" in module.read_bytes()


def test_folder_without_go_files(gofixmap: Callable, module: Path) -> None:
    (module.parent / "empty").mkdir()
    ran = gofixmap("check", "empty")
    assert ran.code == 0
    assert ran.err.endswith(" (no Go files to look at)\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written(module: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "gofixmap", "list"]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("gofixmap: the output: cannot write: No space left")
    assert "Traceback" not in ran.stderr
