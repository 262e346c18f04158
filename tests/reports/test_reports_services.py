"""GitLab, Checkstyle and reviewdog: whatever names and messages hold, the report stays whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from reports_kit import AT, DATA, HOSTILE, finding, hostile, hostile_result, result_of

from gofixmap.edits import rewrite
from gofixmap.model import Edit, FileProblem, Finding, Fix, RunResult, Safety, Status
from gofixmap.reports.checkstyle import render_checkstyle
from gofixmap.reports.gitlab import render_gitlab
from gofixmap.reports.lines import one_line
from gofixmap.reports.rdjson import render_rdjson
from gofixmap.reports.services import replacements
from gofixmap.reports.sources import Sources
from gofixmap.text import Span


def gitlab(result: RunResult, prefix: str = "") -> list[dict[str, Any]]:
    text = render_gitlab(result, Sources(result), prefix=prefix)
    text.encode("ascii")
    found: list[dict[str, Any]] = json.loads(text)
    json.dumps(found, ensure_ascii=False).encode("utf-8")  # nothing that UTF-8 cannot hold
    return found


def checkstyle(result: RunResult, prefix: str = "") -> ElementTree.Element:
    text = render_checkstyle(result, Sources(result), prefix=prefix)
    return ElementTree.fromstring(text.encode("utf-8"))


def rdjson(result: RunResult, prefix: str = "") -> dict[str, Any]:
    text = render_rdjson(result, Sources(result), prefix=prefix)
    text.encode("ascii")
    found: dict[str, Any] = json.loads(text)
    json.dumps(found, ensure_ascii=False).encode("utf-8")
    return found


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_name(text: str, tmp_path: Path) -> None:
    result = result_of(tmp_path, hostile(text))
    path = result.findings[0].path
    decodable = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    (entry,) = gitlab(result)
    assert entry["location"]["path"] == decodable
    (diagnostic,) = rdjson(result)["diagnostics"]
    assert diagnostic["location"]["path"] == decodable
    (file,) = checkstyle(result)
    assert file.get("name") == one_line(path)
    (error,) = file
    for message in (entry["description"], diagnostic["message"], error.get("message")):
        assert message.startswith(f"{one_line(text)}. {one_line(text)}. race: ")
        assert message.isprintable()


def test_hostile_names_together(tmp_path: Path) -> None:
    result = hostile_result(tmp_path)
    assert len(gitlab(result)) == len(result.findings)
    assert len(rdjson(result)["diagnostics"]) == len(result.findings) + len(HOSTILE)
    files = list(checkstyle(result))
    assert len(files) == len(HOSTILE)
    assert [len(file) for file in files] == [3] * len(HOSTILE)  # two findings and a problem


def test_a_line_of_a_go_mod(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module a\n\nodd\n")
    problem = FileProblem("go.mod:3", "not understood: odd")
    result = result_of(tmp_path, problems=(problem,))
    (diagnostic,) = rdjson(result, "sub/")["diagnostics"]
    assert diagnostic["location"] == {"path": "sub/go.mod", "range": {"start": {"line": 3}}}
    ((error,),) = (file,) = checkstyle(result, "sub/")
    assert (file.get("name"), error.get("line")) == ("sub/go.mod", "3")


def test_silenced_findings_are_left_out(tmp_path: Path) -> None:
    result = result_of(tmp_path, finding(status=Status.SUPPRESSED, reason="checked"))
    assert gitlab(result) == []
    assert rdjson(result)["diagnostics"] == []
    assert list(checkstyle(result)) == []


def test_paths_start_at_the_top_of_the_repository(tmp_path: Path) -> None:
    problem = FileProblem("/outside/go.mod", "cannot be read")
    result = result_of(tmp_path, finding(), problems=(problem,))
    assert gitlab(result, "shop/")[0]["location"]["path"] == "shop/a.go"
    paths = [each["location"]["path"] for each in rdjson(result, "shop/")["diagnostics"]]
    assert paths == ["shop/a.go", "/outside/go.mod"]
    names = [file.get("name") for file in checkstyle(result, "shop/")]
    assert names == ["/outside/go.mod", "shop/a.go"]


def test_gitlab(tmp_path: Path) -> None:
    (entry,) = gitlab(result_of(tmp_path, finding(reason="because", safety=Safety.SAFE)))
    assert entry.pop("fingerprint")
    assert entry == {
        "type": "issue",
        "description": "m. because",
        "check_name": "nil-map",
        "severity": "major",
        "categories": ["Bug Risk"],
        "location": {"path": "a.go", "lines": {"begin": 4, "end": 4}},
    }


def test_gitlab_shows_each_fingerprint_once(tmp_path: Path) -> None:
    """It drops all but the first of those that have the same one."""
    result = result_of(tmp_path, finding(), finding(message="n"), finding(codemod="loopvar"))
    assert len({entry["fingerprint"] for entry in gitlab(result)}) == 3


def test_gitlab_knows_its_severities(tmp_path: Path) -> None:
    result = result_of(tmp_path, *(finding(safety=each) for each in Safety))
    assert {entry["severity"] for entry in gitlab(result)} == {"info", "minor", "major"}


def test_checkstyle(tmp_path: Path) -> None:
    root = checkstyle(result_of(tmp_path, finding(safety=Safety.TARGET, reason="because")))
    assert (root.tag, root.get("version")) == ("checkstyle", "10.0")
    ((error,),) = root
    assert error.attrib == {
        "line": "4",
        "column": "16",
        "severity": "info",
        "message": "m. because",
        "source": "gofixmap.nil-map",
    }


def test_rdjson(tmp_path: Path) -> None:
    report = rdjson(result_of(tmp_path, finding(), problems=(FileProblem("b.go", "is odd"),)))
    assert report == {
        "source": {"name": "gofixmap"},
        "diagnostics": [
            {
                "message": "m",
                "location": {
                    "path": "a.go",
                    "range": {
                        "start": {"line": 4, "column": 16},  # in bytes: ü has two
                        "end": {"line": 4, "column": 19},
                    },
                },
                "severity": "WARNING",
                "code": {"value": "nil-map"},
            },
            {"message": "is odd", "location": {"path": "b.go"}, "severity": "ERROR"},
        ],
    }


def offset(position: dict[str, int], data: bytes) -> int:
    lines = data.split(b"\n")
    before = sum(len(line) + 1 for line in lines[: position["line"] - 1])
    return before + position["column"] - 1


def suggested(found: Finding, root: Path, data: bytes = DATA) -> bytes | None:
    """The file with the one suggestion of the finding taken."""
    result = result_of(root, found)
    (root / "a.go").write_bytes(data)
    (diagnostic,) = rdjson(result)["diagnostics"]
    if "suggestions" not in diagnostic:
        return None
    (suggestion,) = diagnostic["suggestions"]
    start = offset(suggestion["range"]["start"], data)
    end = offset(suggestion["range"]["end"], data)
    return data[:start] + suggestion["text"].encode() + data[end:]


@pytest.mark.parametrize(
    "edits",
    [
        [(AT, AT + 3, "")],
        [(AT, AT, "ü")],
        [(AT, AT + 1, "ü"), (0, 0, "// A.\n")],
        [(AT, AT, "b"), (AT, AT, "a")],  # in this order
        [(len(DATA), len(DATA), "\nvar z int\n"), (0, 7, "")],
    ],
)
def test_a_suggestion_is_the_whole_fix(edits: list[tuple[int, int, str]], tmp_path: Path) -> None:
    fix = Fix("t", tuple(Edit("a.go", *edit) for edit in edits))
    assert suggested(finding(fix=fix), tmp_path) == rewrite(DATA, fix.edits)


def test_half_a_fix_is_not_suggested(tmp_path: Path) -> None:
    fix = Fix("t", (Edit("a.go", 0, 0, "x"), Edit("b.go", 0, 0, "x")))
    assert suggested(finding(fix=fix), tmp_path) is None
    elsewhere = Fix("t", (Edit("b.go", 0, 0, "x"),))
    (tmp_path / "b.go").write_bytes(DATA)
    assert suggested(finding(fix=elsewhere), tmp_path) is None


def test_what_is_not_unicode_is_not_suggested(tmp_path: Path) -> None:
    data = DATA.replace("ü".encode(), b"\xff", 1)
    fix = Fix("t", (Edit("a.go", 0, 0, "x"), Edit("a.go", len(data), len(data), "y")))
    assert suggested(finding(fix=fix, span=Span(0, 1)), tmp_path, data) is None


def test_a_file_that_has_gone_since(tmp_path: Path) -> None:
    fix = Fix("t", (Edit("a.go", AT, AT + 3, "x"),))
    assert suggested(finding(fix=fix), tmp_path, b"") is None


def test_a_fix_that_lies_far_apart_is_not_suggested(tmp_path: Path) -> None:
    data = b"\n" * 70
    for lines, expected in ((60, True), (61, False)):
        fix = Fix("t", (Edit("a.go", 0, 0, "x"), Edit("a.go", lines, lines, "y")))
        found = finding(span=Span(0, 1), fix=fix)
        assert (suggested(found, tmp_path, data) is not None) is expected


def test_replacements_keep_what_is_inserted_at_one_place_in_order() -> None:
    edits = (
        Edit("b.go", 1, 1, "b"),
        Edit("b.go", 1, 1, "a"),
        Edit("b.go", 1, 2, "c"),
        Edit("a.go", 5, 6, ""),
        Edit("b.go", 1, 1, "b"),
    )
    assert replacements(Fix("t", edits)) == (
        Edit("a.go", 5, 6, ""),
        Edit("b.go", 1, 1, "ba"),
        Edit("b.go", 1, 2, "c"),
    )
