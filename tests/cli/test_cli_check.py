"""check: text and JSON, and the exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gofixmap.cli.output import print_lines
from gofixmap.reports.lines import Piece

TEXT = """\
a.go:4:2: old is old [old-call, safe, fixable]
    @@ -1,7 +1,7 @@
     package a
     \n     func use() {
    -\told()
    +\tnew()
     \trisky()
     \todd()
     }
a.go:5:2: risky is old [careful-call, review, fixable]
    behaviour changes on purpose: apply it with --safety review
    @@ -2,6 +2,6 @@
     \n     func use() {
     \told()
    -\trisky()
    +\tcareful()
     \todd()
     }
a.go:6:2: odd is odd [odd-call, safe, declined]
    nobody knows what it does (odd)
"""


def test_text(gofixmap: Callable, module: Path) -> None:
    before = module.read_bytes()
    ran = gofixmap("check")
    assert (ran.code, ran.out) == (1, TEXT)
    assert ran.err.startswith("3 findings (2 with a fix, 1 declined) in 1 file, ")
    assert module.read_bytes() == before


@pytest.mark.parametrize("path", ["./...", "...", "{}/...", "../{name}/..."])
def test_folders_as_the_go_command_names_them(gofixmap: Callable, module: Path, path: str) -> None:
    ran = gofixmap("check", path.format(module.parent, name=module.parent.name))
    assert (ran.code, ran.out) == (1, TEXT)


def test_what_is_called_like_that_is_meant(gofixmap: Callable, module: Path) -> None:
    inner = module.parent / "..."
    inner.mkdir()
    (inner / "b.go").write_text("package b\n")
    assert "0 findings in 1 file, " in gofixmap("check", "./...").err


def test_nothing_found(gofixmap: Callable, module: Path) -> None:
    module.write_text("package a\n")
    ran = gofixmap("check")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("0 findings in 1 file, ")


def test_paths_are_those_that_an_editor_opens(
    gofixmap: Callable, module: Path, tmp_path: Path
) -> None:
    inner = tmp_path / "sub"
    inner.mkdir()
    for name in ("go.mod", "a.go"):
        (tmp_path / name).rename(inner / name)
    assert gofixmap("check", "sub").out.startswith("sub/a.go:4:2: ")
    assert json.loads(gofixmap("check", "sub", "--format", "json").out)["findings"][0]["path"] == (
        "a.go"
    )


def test_json(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 1
    assert ran.err == ""
    assert list(report) == ["schema", "findings", "summary"]
    assert report["findings"][0] == {
        "codemod": "old-call",
        "message": "old is old",
        "path": "a.go",
        "start": {"line": 4, "column": 2, "byte": 25},
        "end": {"line": 4, "column": 7, "byte": 30},
        "symbol": "example.com/a.use",
        "safety": "safe",
        "status": "fixable",
        "reason": "",
        "evidence": [],
        "fix": {
            "title": "rename",
            "edits": [{"path": "a.go", "start": 25, "end": 28, "text": "new"}],
        },
    }
    assert report["findings"][2]["fix"] is None
    assert report["summary"].keys() == {
        "files",
        "parsed",
        "packages",
        "findings",
        "fixes",
        "declined",
        "seconds",
    }


def test_output_is_the_same_each_time(gofixmap: Callable, module: Path) -> None:
    for name in ("b", "c"):
        (module.parent / f"{name}.go").write_text(module.read_text())
    assert len({gofixmap("check", "-j", jobs).out for jobs in (1, 2, 1)}) == 1


def test_suppressed(gofixmap: Callable, module: Path) -> None:
    text = module.read_text().replace("\told()", "\told() //gofixmap:ignore old-call not yet")
    module.write_text(text)
    ran = gofixmap("check", "-s", "old-call")
    assert (ran.code, ran.out) == (0, "")
    assert "0 findings (1 suppressed)" in ran.err
    report = json.loads(gofixmap("check", "-s", "old-call", "--format", "json").out)
    assert [f["status"] for f in report["findings"]] == ["suppressed"]


def test_a_target_without_an_offer(gofixmap: Callable, module: Path) -> None:
    with module.open("a") as stream:
        stream.write("\nvar idle int\n")
    ran = gofixmap("check", "--target", "idle")
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == "no codemod offers anything for idle"


def test_stdin(gofixmap: Callable, module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.TextIOWrapper(io.BytesIO(b"package a\n\nfunc f() {\n\n\n\told()\n}\n"))
    monkeypatch.setattr(sys, "stdin", buffer)
    ran = gofixmap("check", "--stdin-filename", module)
    assert ran.code == 1
    assert ran.out.startswith("a.go:6:2: old is old ")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = _Terminal()
    print_lines([(Piece("-old[bold]", "removed"), Piece(" :smile: x" * 30))], stream)
    assert ("\x1b[" in stream.getvalue()) is coloured
    assert "-old[bold]" in stream.getvalue()
    assert stream.getvalue().count("\n") == 1
    assert ":smile: x" in stream.getvalue()
