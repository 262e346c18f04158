"""The SARIF report: places, fixes, and fingerprints that survive other changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gofixmap.model import (
    Edit,
    Evidence,
    FileProblem,
    Finding,
    Fix,
    RunResult,
    Safety,
    Status,
)
from gofixmap.reports.sarif import render_sarif
from gofixmap.reports.sources import Sources
from gofixmap.text import Span

RULES = (("map-alias", "Shared maps", "# map-alias\n"), ("nil-map", "Nil maps", "# nil-map\n"))
DATA = 'package a\n\n// ü\nvar x, ü = 1, "y"\n'.encode()
AT = DATA.index(b'"y"')


def finding(start: int = AT, **more: object) -> Finding:
    values = {
        "codemod": "nil-map",
        "message": "m",
        "path": "a.go",
        "span": Span(start, start + 3),
        "symbol": "example.com/a.x",
        "safety": Safety.REVIEW,
        "status": Status.FIXABLE,
    }
    return Finding(**{**values, **more})  # type: ignore[arg-type] # a test's shorthand


def run_of(root: Path, *findings: Finding, prefix: str = "", **more: object) -> dict[str, Any]:
    (root / "a.go").write_bytes(DATA)
    result = RunResult(str(root), findings, {}, {}, **more)  # type: ignore[arg-type] # as above
    text = render_sarif(result, Sources(result), RULES, version="1.2.3", prefix=prefix)
    assert text.isascii()
    report = json.loads(text)
    assert report["version"] == "2.1.0"
    (run,) = report["runs"]
    found: dict[str, Any] = run
    return found


def test_rules_have_their_pages(tmp_path: Path) -> None:
    driver = run_of(tmp_path)["tool"]["driver"]
    assert driver["semanticVersion"] == "1.2.3"
    assert [rule["id"] for rule in driver["rules"]] == ["map-alias", "nil-map"]
    assert driver["rules"][1]["help"] == {"text": "# nil-map\n", "markdown": "# nil-map\n"}


def test_a_result(tmp_path: Path) -> None:
    (result,) = run_of(tmp_path, finding(reason="because"), prefix="shop/")["results"]
    assert result["ruleId"] == "nil-map"
    assert result["ruleIndex"] == 1
    assert result["level"] == "warning"
    assert result["message"] == {"text": "m. because"}
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "shop/a.go"},
                "region": {
                    "startLine": 4,
                    "startColumn": 15,  # in code points: the letter before has two bytes
                    "endLine": 4,
                    "endColumn": 18,
                    "byteOffset": AT,
                    "byteLength": 3,
                },
            }
        }
    ]
    assert result["properties"]["status"] == "fixable"
    assert "fixes" not in result


def test_a_fix_in_two_files(tmp_path: Path) -> None:
    edits = (Edit("b.go", 0, 0, "x"), Edit("a.go", 8, 9, "bc"), Edit("a.go", 0, 0, "// A.\n"))
    (tmp_path / "b.go").write_text("package b\n")
    (result,) = run_of(tmp_path, finding(fix=Fix("make it", edits)))["results"]
    (fix,) = result["fixes"]
    assert fix["description"] == {"text": "make it"}
    in_a, in_b = fix["artifactChanges"]
    assert [each["insertedContent"]["text"] for each in in_a["replacements"]] == ["// A.\n", "bc"]
    assert in_b["artifactLocation"] == {"uri": "b.go"}


def test_evidence_is_told_and_linked(tmp_path: Path) -> None:
    evidence = (Evidence("race", "two goroutines", "a.go", Span(0, 7)), Evidence("heap", "3 MB"))
    (result,) = run_of(tmp_path, finding(evidence=evidence, weight=3_000_000))["results"]
    assert result["message"]["text"] == "m. race: two goroutines. heap: 3 MB"
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["region"]["byteLength"] == 7
    assert result["properties"]["bytes"] == 3_000_000


def prints(root: Path, *findings: Finding) -> list[str]:
    return [
        result["partialFingerprints"]["gofixmap/v1"]
        for result in run_of(root, *findings)["results"]
    ]


def test_fingerprints(tmp_path: Path) -> None:
    (here,) = prints(tmp_path, finding())
    assert prints(tmp_path, finding(message="said otherwise")) == [here]
    assert prints(tmp_path, finding(codemod="map-alias")) != [here]
    assert prints(tmp_path, finding(symbol="example.com/a.z")) != [here]
    assert prints(tmp_path, finding(start=AT - 1)) != [here]
    twice = prints(tmp_path, finding(), finding(message="n"))
    assert len(set(twice)) == 2


def test_a_silenced_finding_says_why(tmp_path: Path) -> None:
    silenced = finding(status=Status.SUPPRESSED, reason="checked by hand")
    (result,) = run_of(tmp_path, silenced)["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "checked by hand"}]


@pytest.mark.parametrize(
    ("safety", "level"),
    [(Safety.SAFE, "warning"), (Safety.REVIEW, "warning"), (Safety.TARGET, "note")],
)
def test_levels(safety: Safety, level: str, tmp_path: Path) -> None:
    (result,) = run_of(tmp_path, finding(safety=safety))["results"]
    assert result["level"] == level


def test_files_that_could_not_be_read(tmp_path: Path) -> None:
    problem = FileProblem("odd name.go", "not UTF-8")
    (invocation,) = run_of(tmp_path, problems=(problem,))["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    place = note["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "odd%20name.go"}}
