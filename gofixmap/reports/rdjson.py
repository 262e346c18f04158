"""Reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf.

A suggestion of reviewdog changes one range of the file that the diagnostic is about, and each can
be taken alone. A fix therefore becomes one suggestion over everything that it changes, or, where it
changes other files too or places far apart, none: half a fix is no fix.
"""

from __future__ import annotations

import json
from typing import Any

from gofixmap.edits import rewrite
from gofixmap.errors import EditError
from gofixmap.model import FileProblem, Finding, Fix, RunResult, Safety, Status
from gofixmap.reports.services import Service, message, told, unicode_path
from gofixmap.reports.sources import Sources
from gofixmap.text import Span

_MOST_LINES = 60  # a suggestion that repeats more of the code helps nobody who reviews it


def render_rdjson(result: RunResult, sources: Sources, *, prefix: str = "") -> str:
    """One object of the findings that nothing silences, and of what could not be done."""
    service = Service(result, sources, prefix)
    findings = [each for each in service.findings if each.status is not Status.SUPPRESSED]
    diagnostics = [_finding(each, service) for each in findings]
    diagnostics += [_problem(each, service) for each in service.problems]
    report = {"source": {"name": "gofixmap"}, "diagnostics": diagnostics}
    return json.dumps(report, indent=2) + "\n"


def _finding(finding: Finding, service: Service) -> dict[str, Any]:
    path = unicode_path(service.path(finding.path))
    suggestion = _suggestion(finding, service.sources)
    return {
        "message": message(finding),
        "location": {"path": path, "range": _range(finding.path, finding.span, service.sources)},
        "severity": "INFO" if finding.safety is Safety.TARGET else "WARNING",
        "code": {"value": finding.codemod},
        **({"suggestions": [suggestion]} if suggestion else {}),
    }


def _problem(problem: FileProblem, service: Service) -> dict[str, Any]:
    path, line = service.place(problem)
    at = {"range": {"start": {"line": line}}} if line else {}
    location = {"path": unicode_path(path), **at}
    return {"message": told(problem), "location": location, "severity": "ERROR"}


def _suggestion(finding: Finding, sources: Sources) -> dict[str, Any] | None:
    fix = finding.fix
    if fix is None or fix.paths != (finding.path,):
        return None
    data = sources.data(finding.path)
    try:
        after = rewrite(data, fix.edits)
    except EditError:
        return None  # the file has changed since it was read
    span = _covered(fix)
    if data.count(b"\n", span.start, span.end) > _MOST_LINES:
        return None
    try:
        text = after[span.start : span.end + len(after) - len(data)].decode("utf-8")
    except UnicodeDecodeError:
        return None  # what stands between the edits cannot be written in JSON
    return {"range": _range(finding.path, span, sources), "text": text}


def _covered(fix: Fix) -> Span:
    return Span(min(edit.start for edit in fix.edits), max(edit.end for edit in fix.edits))


def _range(path: str, span: Span, sources: Sources) -> dict[str, Any]:
    """Lines and columns count from 1, columns in bytes; the end is the first byte outside."""
    start, end = sources.position(path, span.start), sources.position(path, span.end)
    return {
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
