"""Workflow commands, read back as the runner reads them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from reports_kit import AT, HOSTILE, finding, hostile, hostile_result, result_of

from gofixmap.model import Edit, Evidence, FileProblem, Fix, RunResult, Safety, Status
from gofixmap.reports.github import beyond_shown, render_github
from gofixmap.reports.lines import one_line
from gofixmap.reports.sources import Sources
from gofixmap.text import Span


class Command(NamedTuple):
    kind: str
    properties: dict[str, str]
    text: str


def as_the_runner_reads(line: str) -> Command:
    """What the runner makes of a line: it cuts at `::`, blanks, commas and `=`, then unescapes."""
    assert line.startswith("::"), line
    info, separator, text = line[2:].partition("::")
    assert separator
    kind, _, held = info.partition(" ")
    pairs = [pair.partition("=") for pair in held.strip().split(",") if pair]
    properties = {key: _decoded(value, ("%0D", "%0A", "%3A", "%2C")) for key, _, value in pairs}
    return Command(kind, properties, _decoded(text, ("%0D", "%0A")))


def _decoded(text: str, codes: tuple[str, ...]) -> str:
    for code in codes:
        text = text.replace(code, chr(int(code[1:], 16)))
    return text.replace("%25", "%")


def commands(result: RunResult, prefix: str = "") -> list[Command]:
    text = render_github(result, Sources(result), prefix=prefix)
    assert text.isprintable() or set(text) - {"\n"} == {c for c in text if c.isprintable()}
    return [as_the_runner_reads(line) for line in text.splitlines()]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_name_stays_in_its_place(text: str, tmp_path: Path) -> None:
    result = result_of(tmp_path, hostile(text))
    (command,) = commands(result)
    (found,) = result.findings
    assert command.kind == "warning"
    assert command.properties.keys() == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert command.properties["file"] == one_line(found.path)
    assert command.text.split("\n")[0] == one_line(text)


def test_hostile_names_together(tmp_path: Path) -> None:
    result = hostile_result(tmp_path)
    kinds = [command.kind for command in commands(result)]
    assert kinds == ["warning"] * len(result.findings) + ["error"] * len(HOSTILE)


def test_a_finding(tmp_path: Path) -> None:
    fix = Fix("make it", (Edit("a.go", AT, AT, "x"),))
    evidence = (Evidence("race", "two goroutines"), Evidence("race", "two goroutines"))
    found = finding(reason="because", evidence=evidence, fix=fix)
    (command,) = commands(result_of(tmp_path, found), prefix="services/shop/")
    assert command == Command(
        "warning",
        {
            "file": "services/shop/a.go",
            "line": "4",
            "endLine": "4",
            "col": "16",
            "endColumn": "19",
            "title": "gofixmap nil-map",
        },
        "m\nbecause\nrace: two goroutines\nfix: make it (gofixmap apply -s nil-map)",
    )


def test_columns_go_where_lines_differ(tmp_path: Path) -> None:
    """The runner refuses columns of a range over several lines."""
    (command,) = commands(result_of(tmp_path, finding(span=Span(0, AT))))
    assert command.properties.keys() == {"file", "line", "endLine", "title"}


def test_a_decision_is_a_notice(tmp_path: Path) -> None:
    (command,) = commands(result_of(tmp_path, finding(safety=Safety.TARGET)))
    assert command.kind == "notice"


def test_silenced_findings_are_not_annotated(tmp_path: Path) -> None:
    assert commands(result_of(tmp_path, finding(status=Status.SUPPRESSED))) == []


def test_files_that_could_not_be_done(tmp_path: Path) -> None:
    problem = FileProblem("big.go", "is too large", "split it")
    (command,) = commands(result_of(tmp_path, problems=(problem, problem)))
    assert command == Command(
        "error", {"file": "big.go", "title": "gofixmap"}, "is too large (split it)"
    )


def test_a_line_of_a_go_mod(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module a\n\nodd\n")
    named_so = FileProblem("odd.go:3", "is odd")  # there is no odd.go
    result = result_of(tmp_path, problems=(FileProblem("go.mod:3", "not understood"), named_so))
    places = [command.properties for command in commands(result)]
    assert places == [
        {"file": "go.mod", "line": "3", "title": "gofixmap"},
        {"file": "odd.go:3", "title": "gofixmap"},
    ]


def test_a_file_outside_of_the_repository(tmp_path: Path) -> None:
    problem = FileProblem("/etc/go.mod", "cannot be read")
    (command,) = commands(result_of(tmp_path, problems=(problem,)), prefix="shop/")
    assert command.properties["file"] == "/etc/go.mod"


@pytest.mark.parametrize("count", [10, 11])
def test_more_than_github_shows(count: int, tmp_path: Path) -> None:
    silenced = finding(status=Status.SUPPRESSED)
    targets = [finding(safety=Safety.TARGET)] * 12
    result = result_of(tmp_path, *[finding()] * count, *[silenced] * 5, *targets)
    warnings = ["GitHub shows the first 10 of 11 warnings beside the code"] if count > 10 else []
    notices = ["GitHub shows the first 10 of 12 notices beside the code"]
    assert list(beyond_shown(result)) == warnings + notices
