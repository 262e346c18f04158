"""Whatever stands in names, messages and code, every report is what its readers read."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from test_reports_github import as_the_runner_reads
from test_reports_html import Reader
from test_reports_sarif import RULES, SCHEMA

from gofixmap.model import Edit, Evidence, FileProblem, Finding, Fix, RunResult, Safety, Status
from gofixmap.reports.checkstyle import render_checkstyle
from gofixmap.reports.github import render_github
from gofixmap.reports.gitlab import render_gitlab
from gofixmap.reports.html import render_html
from gofixmap.reports.json import render_json
from gofixmap.reports.lines import plain
from gofixmap.reports.rdjson import render_rdjson
from gofixmap.reports.sarif import render_sarif
from gofixmap.reports.sources import Sources
from gofixmap.reports.text import report
from gofixmap.text import Span

PIECES = (
    "\n",
    "\r",
    "\x1b",
    "::",
    "##[",
    "]]>",
    "</pre>",
    "<!--",
    "&",
    '"',
    "'",
    "%",
    ",",
    "=",
    "]",
)
ANY = st.text(st.characters(), max_size=8)
TEXTS = st.lists(ANY | st.sampled_from(PIECES), max_size=4).map("".join)
CODE = st.lists(st.binary(max_size=6) | st.sampled_from([p.encode() for p in PIECES]), max_size=9)


@st.composite
def results(draw: st.DrawFn) -> RunResult:
    """A result whose files are as they were, or have changed since, or are not there."""
    paths = draw(st.lists(TEXTS.filter(bool), min_size=1, max_size=3, unique=True))
    contents = {path: b"".join(draw(CODE)) for path in paths}
    findings = tuple(_finding(draw, paths) for _ in range(draw(st.integers(0, 4))))
    problems = tuple(FileProblem(draw(TEXTS), draw(TEXTS), draw(TEXTS)) for _ in range(2))
    gone = draw(st.sampled_from([*paths, ""]))
    before = {path: data for path, data in contents.items() if path != gone}
    return RunResult("/nowhere", findings, before, {}, problems, unused_evidence=(draw(TEXTS),))


def _finding(draw: st.DrawFn, paths: list[str]) -> Finding:
    start, length = draw(st.integers(0, 30)), draw(st.integers(0, 5))
    span = Span(start, start + length)
    path = draw(st.sampled_from(paths))
    edits = tuple(
        Edit(draw(st.sampled_from(paths)), at, at + 1, draw(st.text(max_size=5)))
        for at in draw(st.lists(st.integers(0, 30), max_size=3, unique=True))
    )
    return Finding(
        codemod="nil-map",
        message=draw(TEXTS),
        path=path,
        span=span,
        symbol=draw(TEXTS),
        safety=draw(st.sampled_from(Safety)),
        status=draw(st.sampled_from(Status)),
        reason=draw(TEXTS),
        evidence=(Evidence("race", draw(TEXTS), path, span), Evidence("heap", draw(TEXTS))),
        fix=Fix(draw(TEXTS), edits, (draw(TEXTS),)) if edits else None,
    )


def is_json(text: str) -> None:
    assert text.isascii()
    json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")


def is_sarif(text: str) -> None:
    is_json(text)
    Draft4Validator(SCHEMA).validate(json.loads(text))


def is_checkstyle(text: str) -> None:
    ElementTree.fromstring(text.encode("utf-8"))


def is_commands(text: str) -> None:
    for line in text.split("\n")[:-1]:
        assert line.isprintable()
        assert as_the_runner_reads(line).kind in ("warning", "notice", "error")


def is_page(text: str) -> None:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root]
    assert len(reader.root.all("script")) == 1
    text.encode("utf-8")


def is_text(text: str) -> None:
    for line in text.split("\n"):
        assert line.replace("\t", "").isprintable()


def sarif(result: RunResult, sources: Sources) -> str:
    return render_sarif(result, sources, RULES, version="1.2.3", prefix="sub/")


def html(result: RunResult, sources: Sources) -> str:
    return render_html(result, sources, RULES, version="1.2.3")


def text_report(result: RunResult, sources: Sources) -> str:
    return "".join(f"{plain(line)}\n" for line in report(result, sources))


@pytest.mark.parametrize(
    ("render", "check"),
    [
        (render_json, json.loads),
        (sarif, is_sarif),
        (render_github, is_commands),
        (render_gitlab, is_json),
        (render_checkstyle, is_checkstyle),
        (render_rdjson, is_json),
        (html, is_page),
        (text_report, is_text),
    ],
    ids=lambda each: each.__name__,
)
def test_any_text(
    render: Callable[[RunResult, Sources], str], check: Callable[[str], object]
) -> None:
    @settings(max_examples=40)
    @given(results())
    def holds(result: RunResult) -> None:
        check(render(result, Sources(result)))

    holds()
