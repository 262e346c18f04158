"""A run whose names and texts try to break out of every format."""

from __future__ import annotations

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
from gofixmap.text import Span

DATA = 'package a\n\n// ü\nvar x, ü = 1, "y"\n'.encode()
AT = DATA.index(b'"y"')
HOSTILE = (
    "line\nbreak.go",
    "return\r\nbreak.go",
    "\n::error file=x.go::not a finding.go",
    "::stop-commands::x.go",
    "##[error]x.go",
    "a,line=1:title=x.go",
    "100%25%0A.go",
    "colour\x1b[31m.go",
    "bell\x07\x08.go",
    "tab\t.go",
    "bidi\u202eog.go",
    "separator\u2028\u2029\x85.go",
    "not-unicode-\udcff.go",
    "not-xml-\ufffe\uffff.go",
    "</script><script>alert(1)</script>.go",
    "<!--<script>.go",
    "\"><img src=x onerror='alert(1)'>.go",
    "' onclick='alert(1).go",
    "a&amp;b&lt;.go",
    "]]>.go",
    "${{ github.token }}.go",
    "a b#c?d.go",
    "c:\\d.go",
    "ü-\U0001d54f-\U0001f40d.go",
)


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


def result_of(root: Path, *findings: Finding, **more: object) -> RunResult:
    """A result below `root`, where every file that the findings name has `DATA`."""
    names = {each.path for each in findings} | {"a.go"}
    for name in names:
        if not name.startswith("/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(DATA)
    return RunResult(str(root), findings, {}, {}, **more)  # type: ignore[arg-type] # fields


def hostile(text: str) -> Finding:
    """A finding in which every text, and the path, is `text`."""
    return finding(
        path=text.replace("/", "\u2215"),  # the one character besides NUL that a name cannot have
        message=text,
        symbol=text,
        reason=text,
        evidence=(Evidence("race", text), Evidence("goroutines", text, "a.go", Span(0, 7))),
        fix=Fix(text, (Edit(text.replace("/", "\u2215"), AT, AT + 3, _encodable(text)),), (text,)),
    )


def _encodable(text: str) -> str:
    """What an edit may hold: text that has an encoding."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def hostile_result(root: Path) -> RunResult:
    """Every hostile text in every place, twice, with a problem each."""
    findings = [hostile(text) for text in HOSTILE for _ in range(2)]
    problems = tuple(FileProblem(each.path, each.message, each.message) for each in findings)
    return result_of(root, *findings, problems=problems, summary=Summary(files=len(HOSTILE)))
