"""The JSON report is a stable interface: the whole object, key by key."""

from __future__ import annotations

import json
from pathlib import Path

from gofixmap.model import (
    Edit,
    Evidence,
    FileProblem,
    Finding,
    Fix,
    RunResult,
    Safety,
    Status,
    Summary,
)
from gofixmap.reports.json import render_json
from gofixmap.reports.sources import Sources
from gofixmap.text import Span

DATA = "package a\n\n// ü\nvar x = 1\n".encode()


def _finding(path: str, start: int, **more: object) -> Finding:
    values = {
        "codemod": "nil-map",
        "message": "m",
        "path": path,
        "span": Span(start, start + 3),
        "symbol": "example.com/a.x",
        "safety": Safety.REVIEW,
        "status": Status.FIXABLE,
    }
    return Finding(**{**values, **more})  # type: ignore[arg-type] # a test's shorthand


def _report(*findings: Finding, root: Path, **more: object) -> dict[str, object]:
    result = RunResult(str(root), findings, {}, {}, **more)  # type: ignore[arg-type] # as above
    text = render_json(result, Sources(result))
    assert text.isascii()
    assert text.endswith("}\n")
    report: dict[str, object] = json.loads(text)
    return report


def test_every_key(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_bytes(DATA)
    edits = (Edit("b.go", 7, 9, "ü\n"), Edit("a.go", 4, 4, "x"))
    finding = _finding(
        "a.go",
        17,
        reason="because",
        reason_id="why",
        evidence=(Evidence("race", "two goroutines", "a.go", Span(0, 1)),),
        fix=Fix("write it back", edits, ("a note",)),
    )
    summary = Summary(5, 4, 3, 2, 1, 1, 0.12345)
    assert _report(finding, root=tmp_path, summary=summary) == {
        "schema": 1,
        "findings": [
            {
                "codemod": "nil-map",
                "message": "m",
                "path": "a.go",
                "start": {"line": 4, "column": 1, "byte": 17},
                "end": {"line": 4, "column": 4, "byte": 20},
                "symbol": "example.com/a.x",
                "safety": "review",
                "status": "fixable",
                "reason": "because",
                "evidence": [{"kind": "race", "detail": "two goroutines"}],
                "fix": {
                    "title": "write it back",
                    "edits": [
                        {"path": "a.go", "start": 4, "end": 4, "text": "x"},
                        {"path": "b.go", "start": 7, "end": 9, "text": "ü\n"},
                    ],
                },
            }
        ],
        "summary": {
            "files": 5,
            "parsed": 4,
            "packages": 3,
            "findings": 2,
            "fixes": 1,
            "declined": 1,
            "seconds": 0,  # the time would make two reports of one tree differ
        },
    }


def test_order_is_that_of_places(tmp_path: Path) -> None:
    for name in ("a.go", "b.go"):
        (tmp_path / name).write_bytes(DATA)
    findings = [_finding("b.go", 1), _finding("a.go", 9), _finding("a.go", 2, codemod="loopvar")]
    orders = [findings, findings[::-1]]
    reports = [_report(*order, root=tmp_path)["findings"] for order in orders]
    assert reports[0] == reports[1]
    assert [(f["path"], f["start"]["byte"]) for f in reports[0]] == [  # type: ignore[attr-defined]
        ("a.go", 2),
        ("a.go", 9),
        ("b.go", 1),
    ]


def test_files_that_could_not_be_done(tmp_path: Path) -> None:
    assert "problems" not in _report(root=tmp_path)
    problems = (FileProblem("b.go", "odd", "mend it"), FileProblem("a.go", "odd"))
    assert _report(root=tmp_path, problems=(*problems, *problems))["problems"] == [
        {"path": "a.go", "what": "odd", "hint": ""},
        {"path": "b.go", "what": "odd", "hint": "mend it"},
    ]


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    (finding,) = _report(_finding("gone.go", 40), root=tmp_path)["findings"]  # type: ignore[misc]
    assert finding["start"] == {"line": 1, "column": 1, "byte": 40}


def test_positions_are_those_of_the_analysed_bytes(tmp_path: Path) -> None:
    """A changed file is on disk in its new form; the report is about the old one."""
    (tmp_path / "a.go").write_bytes(b"short")
    result = RunResult(str(tmp_path), (_finding("a.go", 17),), {"a.go": DATA}, {"a.go": b"short"})
    (finding,) = json.loads(render_json(result, Sources(result)))["findings"]
    assert finding["start"]["line"] == 4


def test_a_name_that_is_not_unicode(tmp_path: Path) -> None:
    name = "\udcff.go"
    (finding,) = _report(_finding(name, 0), root=tmp_path)["findings"]  # type: ignore[misc]
    assert finding["path"] == name
