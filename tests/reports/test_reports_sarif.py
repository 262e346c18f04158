"""The SARIF report: places, fixes, and fingerprints that survive other changes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from reports_kit import AT, DATA, HOSTILE, finding, hostile_result, result_of

from gofixmap.model import Edit, Evidence, FileProblem, Finding, Fix, RunResult, Safety, Status
from gofixmap.reports.sarif import render_sarif
from gofixmap.reports.services import Rule
from gofixmap.reports.sources import Sources
from gofixmap.text import Span

RULES = (
    Rule("map-alias", "Shared maps", "Both names are one map.", "# map-alias\n"),
    Rule("nil-map", "Nil maps", "It panics.", "# nil-map\n"),
)
SCHEMA = json.loads(Path(__file__, "../schemas/sarif-2.1.0.json").resolve().read_bytes())
VALIDATOR = Draft4Validator(SCHEMA)
# RFC 3986: the characters that a reference may hold, and no colon before the first slash.
RELATIVE = re.compile(r"(?![^/]*:)([\w.~/!$&'()*+,;=@:-]|%[0-9A-F]{2})+", re.ASCII)


def validated(result: RunResult, prefix: str = "") -> dict[str, Any]:
    """The one run of the report, which holds to the published schema."""
    text = render_sarif(result, Sources(result), RULES, version="1.2.3", prefix=prefix)
    assert text.isascii()
    report = json.loads(text)
    errors = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(report)]
    assert errors == []
    json.dumps(report, ensure_ascii=False).encode("utf-8")  # nothing that UTF-8 cannot hold
    (run,) = report["runs"]
    found: dict[str, Any] = run
    return found


def run_of(root: Path, *findings: Finding, prefix: str = "", **more: object) -> dict[str, Any]:
    return validated(result_of(root, *findings, **more), prefix)


def test_the_schema_is_not_satisfied_by_anything() -> None:
    VALIDATOR.check_schema(SCHEMA)
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"results": []}]})
    driver = {"driver": {"name": "x"}}
    wrong = {"message": {"text": "m"}, "level": "loud"}
    assert not VALIDATOR.is_valid(
        {"version": "2.1.0", "runs": [{"tool": driver, "results": [wrong]}]}
    )


def test_hostile_names(tmp_path: Path) -> None:
    run = validated(hostile_result(tmp_path))
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    ]
    assert [uri for uri in uris if not RELATIVE.fullmatch(uri)] == []
    names = {unquote(uri, errors="surrogateescape") for uri in uris}
    assert names == {name.replace("/", "\u2215") for name in HOSTILE}
    for result in run["results"]:
        assert result["message"]["text"].isprintable()


def test_rules_have_their_pages(tmp_path: Path) -> None:
    driver = run_of(tmp_path)["tool"]["driver"]
    assert driver["semanticVersion"] == "1.2.3"
    assert [rule["id"] for rule in driver["rules"]] == ["map-alias", "nil-map"]
    assert driver["rules"][1] == {
        "id": "nil-map",
        "name": "NilMap",
        "shortDescription": {"text": "Nil maps"},
        "fullDescription": {"text": "It panics."},
        "help": {"text": "# nil-map\n", "markdown": "# nil-map\n"},
    }


def test_friendly_names(tmp_path: Path) -> None:
    """There is none where it would differ from the id in case alone."""
    rules = (Rule("loopvar", "t", "w", "p"), Rule("map-mutex", "t", "w", "p"))
    result = result_of(tmp_path)
    report = json.loads(render_sarif(result, Sources(result), rules, version="1.2.3"))
    assert [rule.get("name") for rule in report["runs"][0]["tool"]["driver"]["rules"]] == [
        None,
        "MapMutex",
    ]


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
                    "snippet": {"text": '"y"'},
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


def test_fingerprints_stay_when_lines_above_come_and_go(tmp_path: Path) -> None:
    """And when the line is indented otherwise."""
    here = prints(tmp_path, finding(), finding(message="n"))
    longer = b"// One more line.\n" + DATA.replace(b' "y"', b'\t"y"')
    at = longer.index(b'"y"')
    findings = finding(span=Span(at, at + 3)), finding(span=Span(at, at + 3), message="n")
    result = result_of(tmp_path, *findings)
    (tmp_path / "a.go").write_bytes(longer)
    found = [each["partialFingerprints"]["gofixmap/v1"] for each in validated(result)["results"]]
    assert found == here


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


def test_a_file_outside_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "go").mkdir()
    (tmp_path / "go" / "a b.go").write_text("package b\n")
    evidence = Evidence("race", "read", f"{tmp_path}/go/a b.go", Span(0, 7))
    (result,) = run_of(tmp_path, finding(evidence=(evidence,)), prefix="shop/")["results"]
    (related,) = result["relatedLocations"]
    uri = related["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"file://{tmp_path}/go/a%20b.go"


def test_without_a_baseline_nothing_is_said_of_one(tmp_path: Path) -> None:
    (result,) = run_of(tmp_path, finding())["results"]
    assert "baselineState" not in result


def test_a_baseline(tmp_path: Path) -> None:
    known = finding(status=Status.SUPPRESSED, reason="known", reason_id="baseline")
    silenced = finding(message="n", status=Status.SUPPRESSED, reason="checked")
    run = run_of(tmp_path, finding(message="a"), known, silenced, baseline="known.json")
    states = [(each["baselineState"], each.get("suppressions")) for each in run["results"]]
    assert states == [
        ("new", []),
        ("unchanged", [{"kind": "external", "justification": "known"}]),
        ("new", [{"kind": "inSource", "justification": "checked"}]),
    ]


def test_what_is_inserted_at_one_place_is_one_replacement(tmp_path: Path) -> None:
    """Those that read it apply one after the other, each at its place."""
    fix = Fix("t", (Edit("a.go", 0, 0, "// B\n"), Edit("a.go", 0, 0, "// A\n")))
    (result,) = run_of(tmp_path, finding(fix=fix))["results"]
    ((change,),) = [each["artifactChanges"] for each in result["fixes"]]
    texts = [each["insertedContent"]["text"] for each in change["replacements"]]
    assert texts == ["// B\n// A\n"]


def test_files_that_could_not_be_read(tmp_path: Path) -> None:
    problem = FileProblem("odd name.go", "not UTF-8")
    (invocation,) = run_of(tmp_path, problems=(problem,))["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    place = note["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "odd%20name.go"}}


def test_a_line_of_a_go_mod(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module a\n\nodd\n")
    problem = FileProblem("go.mod:3", "not understood: odd")
    (invocation,) = run_of(tmp_path, problems=(problem,))["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"] == "go.mod:3: not understood: odd"
    assert note["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "go.mod"},
        "region": {"startLine": 3},
    }
