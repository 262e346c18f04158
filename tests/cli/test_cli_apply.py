"""apply: what it writes, what it prints, and what it answers."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gofixmap.engine import Request
from gofixmap.model import RunResult
from gofixmap.patch import apply_patch, parse

PATCH = b"""\
diff --git a/a.go b/a.go
--- a/a.go
+++ b/a.go
@@ -1,7 +1,7 @@ old-call#1
 package a
 \n func use() {
-\told()
+\tnew()
 \trisky()
 \todd()
 }
"""


def test_writes_in_place(gofixmap: Callable, module: Path) -> None:
    before = module.read_text()
    ran = gofixmap("apply")
    assert (ran.code, ran.out) == (0, "")
    assert module.read_text() == before.replace("old()", "new()")
    assert ran.err.splitlines()[0].startswith("1 fix changed 1 file of 1 file, ")
    assert ran.err.splitlines()[1:] == [
        "1 more finding needs --safety review; gofixmap check shows what they change",
        "1 finding declined; gofixmap check says why",
    ]


def test_dry_run_prints_the_patch_and_nothing_else(gofixmap: Callable, module: Path) -> None:
    before = module.read_bytes()
    ran = gofixmap("apply", "--dry-run", ".")
    assert (ran.code, ran.out) == (0, PATCH.decode())
    assert "1 fix would change 1 file" in ran.err
    assert module.read_bytes() == before
    applied = apply_patch(parse(ran.out.encode()), lambda path: before)
    assert applied == {"a.go": before.replace(b"old()", b"new()")}


def test_paths_start_at_the_top_of_the_repository(
    gofixmap: Callable, module: Path, tmp_path: Path
) -> None:
    inner = tmp_path / "deep" / "er"
    inner.mkdir(parents=True)
    for name in ("go.mod", "a.go"):
        (tmp_path / name).rename(inner / name)
    assert "--- a/a.go\n" in gofixmap("apply", "--dry-run", inner).out
    (tmp_path / ".git").mkdir()
    assert "--- a/deep/er/a.go\n" in gofixmap("apply", "--dry-run", inner).out


def test_exit_code(gofixmap: Callable, module: Path) -> None:
    assert gofixmap("apply", "--dry-run", "--exit-code").code == 1
    assert gofixmap("apply", "--dry-run", "--exit-code", "-s", "odd-call").code == 0
    assert gofixmap("apply", "--exit-code").code == 1
    assert gofixmap("apply", "--exit-code").code == 0


def test_output_file(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    ran = gofixmap("apply", "--dry-run", "-o", "out.patch")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "out.patch").read_bytes() == PATCH
    assert b"old()" in module.read_bytes()


@pytest.mark.parametrize("place", [".", "no/such/folder.patch"])
def test_output_that_cannot_be_written(gofixmap: Callable, module: Path, place: str) -> None:
    before = module.read_bytes()
    ran = gofixmap("apply", "-o", place)
    assert (ran.code, ran.err) == (2, f"gofixmap: {place}: cannot write the patch there\n")
    assert module.read_bytes() == before


def test_an_earlier_patch_stays_where_the_disk_is_full(
    gofixmap: Callable, module: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "out.patch").write_bytes(b"earlier")
    monkeypatch.setattr(os, "fsync", full)
    ran = gofixmap("apply", "--dry-run", "-o", "out.patch")
    assert ran.code == 2
    assert ran.err.endswith("out.patch: cannot write the patch: No space left on device\n")
    assert (tmp_path / "out.patch").read_bytes() == b"earlier"


def test_json(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("apply", "--dry-run", "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 0
    assert [(f["codemod"], f["status"]) for f in report["findings"]] == [
        ("old-call", "fixed"),
        ("careful-call", "fixable"),
        ("odd-call", "declined"),
    ]
    assert report["findings"][0]["fix"]["edits"] == [
        {"path": "a.go", "start": 25, "end": 28, "text": "new"}
    ]


def test_json_is_about_the_bytes_that_were_read(gofixmap: Callable, module: Path) -> None:
    """With a longer new name, later findings would move if they were counted afterwards."""
    ran = gofixmap("apply", "--format", "json", "--option", "old-call.name=something\\n")
    places = [f["start"] for f in json.loads(ran.out)["findings"]]
    assert [(p["line"], p["column"]) for p in places] == [(4, 2), (5, 2), (6, 2)]


@pytest.mark.parametrize(
    ("arguments", "changed"),
    [
        (["-s", "old-call"], {"new()"}),
        (["--safety", "review"], {"new()", "careful()"}),
        (["--safety", "review", "--ignore", "old-call"], {"careful()"}),
        (["--safety", "review", "-s", "old-call,careful-call"], {"new()", "careful()"}),
        (["--safety", "review", "-s", "careful-call", "-s", "odd-call"], {"careful()"}),
        (["--option", "old-call.name=newer"], {"newer()"}),
        (["--no-cache", "-j", "1"], {"new()"}),
    ],
)
def test_what_runs(
    gofixmap: Callable, module: Path, arguments: list[str], changed: set[str]
) -> None:
    before = set(module.read_text().split())
    assert gofixmap("apply", *arguments).code == 0
    assert set(module.read_text().split()) - before == changed


def test_configuration(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('ignore = ["old-call"]\n', encoding="utf-8")
    ran = gofixmap("apply", "--dry-run", "--config", "ours.toml")
    assert (ran.code, ran.out) == (0, "")


def test_filter(gofixmap: Callable, module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = module.read_bytes()
    buffer = io.TextIOWrapper(io.BytesIO(b"package a\r\n\r\nfunc f() { old() }\r\n"))
    monkeypatch.setattr(sys, "stdin", buffer)
    ran = gofixmap("apply", "--stdin-filename", "b.go")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "package a\r\n\r\nfunc f() { new() }\r\n"
    assert module.read_bytes() == before


def test_filter_takes_no_patch_options(
    gofixmap: Callable, module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"package a\n")))
    ran = gofixmap("apply", "--stdin-filename", "b.go", "--dry-run")
    assert (ran.code, ran.out) == (2, "")


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_uncommitted_changes_are_safe(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "first")
    module.write_text(module.read_text() + "\n// mine\n")
    before = module.read_bytes()
    ran = gofixmap("apply")
    assert ran.code == 2
    assert "a.go" in ran.err
    assert "--allow-dirty" in ran.err
    assert ran.err.count("\n") == 1
    assert module.read_bytes() == before
    assert gofixmap("apply", "--allow-dirty").code == 0
    assert module.read_bytes() == before.replace(b"old()", b"new()")


def test_git_takes_the_patch(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    folder = tmp_path / "sub folder"
    folder.mkdir()
    (folder / "ü.go").write_bytes(b"package b\r\n\r\nfunc f() {\r\n\told()\r\n}")
    gofixmap("apply", "--dry-run", "-o", "out.patch")
    _git(tmp_path, "apply", "--check", "out.patch")
    _git(tmp_path, "apply", "out.patch")
    assert (folder / "ü.go").read_bytes() == b"package b\r\n\r\nfunc f() {\r\n\tnew()\r\n}"
    assert b"new()" in module.read_bytes()


def test_an_interrupted_run_writes_nothing(
    gofixmap: Callable, module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(request: Request, **more: object) -> RunResult:
        raise KeyboardInterrupt

    before = module.read_bytes()
    monkeypatch.setattr("gofixmap.engine.run", interrupt)
    ran = gofixmap("apply")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.strip() == "gofixmap: interrupted"
    assert module.read_bytes() == before


def test_our_own_mistakes_are_one_line(
    gofixmap: Callable, module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(request: Request, **more: object) -> RunResult:
        raise LookupError("two\nlines")

    monkeypatch.setattr("gofixmap.engine.run", fail)
    monkeypatch.delenv("GOFIXMAP_TRACEBACK", raising=False)
    ran = gofixmap("apply")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "gofixmap: internal error: LookupError: two\\nlines (GOFIXMAP_TRACEBACK=1 shows where)\n"
    )
    monkeypatch.setenv("GOFIXMAP_TRACEBACK", "1")
    with pytest.raises(LookupError):
        gofixmap("apply")


def test_a_mistake_of_a_codemod_leaves_the_others(gofixmap: Callable, module: Path) -> None:
    other = module.parent / "b" / "b.go"
    other.parent.mkdir()
    other.write_text("package b\n\nfunc f() {\n\tfail()\n}\n")
    ran = gofixmap("apply")
    assert ran.code == 3
    assert "failing-call" in ran.err
    assert "Traceback" not in ran.err
    assert b"new()" in module.read_bytes()
