"""What a person sees at a terminal: code in colours, and a table at the end."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from rich.console import Console

from gofixmap.cli.colour import coloured
from gofixmap.cli.output import print_lines
from gofixmap.cli.table import show_table
from gofixmap.model import Finding, RunResult, Safety, Status
from gofixmap.reports.lines import Line, Piece, diff_lines, plain
from gofixmap.text import Span

DIFF = '@@ -1,3 +1,3 @@\n func f() {\n-\treturn "a" // one\n+\treturn 12\n }\n'
FOUND = Finding("map-writeback", "m", "a.go", Span(0, 1), "m.f", Safety.SAFE, Status.FIXABLE)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


def _shown(lines: list[Line], colours: str) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system=colours, soft_wrap=True)  # type: ignore[arg-type]
    for text in coloured(lines, console):
        console.print(text)
    return stream.getvalue()


def test_the_text_is_the_same_with_and_without_colours() -> None:
    lines = diff_lines(DIFF, indent="    ")
    assert [plain(line) for line in lines] == ["    " + line for line in DIFF.split("\n")[:-1]]
    console = Console(file=io.StringIO())
    spaced = [text.plain for text in coloured(lines, console)]
    assert spaced == [plain(line).replace("\t", " " * 8) for line in lines]


def test_tokens_and_backgrounds() -> None:
    shown = _shown(diff_lines(DIFF), "truecolor").splitlines()
    assert "48;2;60;21;24m" in shown[2]  # removed
    assert "48;2;13;63;28m" in shown[3]  # added
    assert "1;38;2;255;158;203m" in shown[1]  # the keyword of a line that stays
    assert "48;2" not in shown[1]
    assert "3;38;2;154;164;173" in shown[2]  # the comment


def test_few_colours_have_no_background() -> None:
    shown = _shown(diff_lines(DIFF), "standard")
    assert "\x1b[1;32mreturn" in shown
    assert "\x1b[4" not in shown


def test_code_is_never_read_as_markup() -> None:
    line = (Piece("[bold]x[/bold]"), Piece("+[red]y", "added"))
    assert "[bold]x[/bold]" in _shown([line], "standard")


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = _Terminal()
    print_lines(diff_lines(DIFF), stream)
    assert stream.getvalue() == DIFF


def _result(*findings: Finding) -> RunResult:
    return RunResult("/tmp", findings, {}, {})


def test_no_table_in_a_pipe_nor_without_findings() -> None:
    pipe, terminal = io.StringIO(), _Terminal()
    show_table(_result(FOUND), pipe)
    show_table(_result(), terminal)
    assert (pipe.getvalue(), terminal.getvalue()) == ("", "")


def test_the_table_has_the_columns_that_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    fixed = replace(FOUND, status=Status.FIXED, proof="vet")
    declined = replace(FOUND, codemod="sync-pool", status=Status.DECLINED, reason_id="too-small")
    stream = _Terminal()
    show_table(_result(fixed, fixed, replace(fixed, proof=""), declined), stream)
    rows = [line.split() for line in stream.getvalue().splitlines() if line.strip()]
    assert rows[0] == ["codemod", "fixed", "proven", "declined", "reasons"]
    assert rows[2:] == [
        ["map-writeback", "3", "2", "vet"],
        ["sync-pool", "1", "too-small", "1"],
    ]
    assert "\x1b[3" not in stream.getvalue()
