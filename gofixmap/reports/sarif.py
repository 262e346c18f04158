"""The SARIF 2.1.0 report, as code scanning services take it.

Regions count lines from 1 and columns in Unicode code points (`columnKind`); what a fix replaces
is given as bytes too, so that it can be applied without decoding the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from gofixmap.model import Edit, FileProblem, Finding, Fix, RunResult, Status
from gofixmap.reports.lines import one_line, whole_characters
from gofixmap.reports.services import (
    Rule,
    Service,
    level,
    message,
    replacements,
    told,
    unicode_path,
)
from gofixmap.reports.sources import Sources
from gofixmap.text import Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
BASELINE = "baseline"  # the `reason_id` of findings that a baseline silences


def render_sarif(
    result: RunResult, sources: Sources, rules: Sequence[Rule], *, version: str, prefix: str = ""
) -> str:
    """One object, findings in the order of the other reports, with a final newline.

    `rules` are those that can have found something. `prefix` leads from the top of the repository,
    where services look for files, to the workspace root: "" or "services/shop/".
    """
    service = Service(result, sources, prefix)
    writer = _Writer(service, [rule.name for rule in rules], has_baseline=bool(result.baseline))
    run = {
        "tool": {"driver": _driver(rules, version)},
        "columnKind": "unicodeCodePoints",
        "results": list(writer.results()),
        "invocations": [writer.invocation()],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(rules: Sequence[Rule], version: str) -> dict[str, Any]:
    return {
        "name": "gofixmap",
        "semanticVersion": version,
        "rules": [
            {
                "id": rule.name,
                **_friendly_name(rule),
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": rule.why},
                "help": {"text": rule.page, "markdown": rule.page},
            }
            for rule in rules
        ],
    }


def _friendly_name(rule: Rule) -> dict[str, str]:
    """`MapAlias` for map-alias; the standard wants none that differs from the id in case alone."""
    words = rule.name.split("-")
    return {"name": "".join(map(str.capitalize, words))} if len(words) > 1 else {}


class _Writer:
    """Turns findings into SARIF's objects."""

    def __init__(self, service: Service, rules: Sequence[str], *, has_baseline: bool) -> None:
        self._service = service
        self._sources = service.sources
        self._rules = rules
        self._has_baseline = has_baseline
        self._has_silenced = any(each.status is Status.SUPPRESSED for each in service.findings)

    def invocation(self) -> dict[str, Any]:
        notes = [self._note(problem) for problem in self._service.problems]
        return {"executionSuccessful": not notes, "toolExecutionNotifications": notes}

    def _note(self, problem: FileProblem) -> dict[str, Any]:
        text = f"{one_line(unicode_path(problem.path))}: {told(problem)}"
        path, line = self._service.place(problem)
        region = {"region": {"startLine": line}} if line else {}
        place = {"physicalLocation": {"artifactLocation": _artifact(path), **region}}
        return {"level": "error", "message": {"text": text}, "locations": [place]}

    def results(self) -> Iterator[dict[str, Any]]:
        for finding, fingerprint in self._service.fingerprints():
            yield {
                "ruleId": finding.codemod,
                "ruleIndex": self._rules.index(finding.codemod),
                "level": level(finding.safety),
                "message": {"text": message(finding)},
                "locations": [self._location(finding.path, finding.span)],
                "partialFingerprints": {"gofixmap/v1": fingerprint},
                "properties": _properties(finding),
                **self._related(finding),
                **({} if finding.fix is None else {"fixes": [self._fix(finding.fix)]}),
                **(_suppressions(finding) if self._has_silenced else {}),
                **(_baseline_state(finding) if self._has_baseline else {}),
            }

    def _related(self, finding: Finding) -> dict[str, Any]:
        places = [
            {**self._location(each.path, each.span), "message": {"text": one_line(each.detail)}}
            for each in finding.evidence
            if each.path and each.span is not None
        ]
        return {"relatedLocations": places} if places else {}

    def _location(self, path: str, span: Span) -> dict[str, Any]:
        text = span.of(self._sources.data(path)).decode("utf-8", "replace")
        place = {
            "artifactLocation": _artifact(self._service.path(path)),
            "region": {**self._region(path, span), "snippet": {"text": text}},
        }
        return {"physicalLocation": place}

    def _region(self, path: str, span: Span) -> dict[str, int]:
        start_line, start_column = self._point(path, span.start)
        end_line, end_column = self._point(path, span.end)
        return {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
            "byteOffset": span.start,
            "byteLength": len(span),
        }

    def _point(self, path: str, offset: int) -> tuple[int, int]:
        """Line, and column in code points, both from 1."""
        position = self._sources.position(path, offset)
        start = offset - position.column + 1
        line = self._sources.data(path)[start:offset]
        return position.line, len(line.decode("utf-8", "replace")) + 1

    def _fix(self, fix: Fix) -> dict[str, Any]:
        changes = [
            {
                "artifactLocation": _artifact(self._service.path(path)),
                "replacements": [self._replacement(edit) for edit in edits],
            }
            for path, edits in groupby(replacements(fix), lambda edit: edit.path)
        ]
        return {"description": {"text": one_line(fix.title)}, "artifactChanges": changes}

    def _replacement(self, edit: Edit) -> dict[str, Any]:
        return {
            "deletedRegion": self._region(edit.path, edit.span),
            "insertedContent": {"text": edit.text},
        }


def _artifact(path: str) -> dict[str, str]:
    """A URI: relative to the top of the repository, or of a file outside of it."""
    quoted = quote(whole_characters(path), errors="surrogateescape")
    return {"uri": f"file://{quoted}" if quoted.startswith("/") else quoted}


def _properties(finding: Finding) -> dict[str, str | int]:
    held: dict[str, str | int] = {"bytes": finding.weight} if finding.weight else {}
    return held | {
        "status": finding.status.value,
        "safety": finding.safety.label,
        "symbol": unicode_path(finding.symbol),
    }


def _suppressions(finding: Finding) -> dict[str, Any]:
    """A comment silences in the source, a baseline from outside.

    Where one result of a run has the property, all have it (section 3.27.23 of the standard).
    """
    if finding.status is not Status.SUPPRESSED:
        return {"suppressions": []}
    kind = "external" if finding.reason_id == BASELINE else "inSource"
    justification = {"justification": one_line(finding.reason)} if finding.reason else {}
    return {"suppressions": [{"kind": kind, **justification}]}


def _baseline_state(finding: Finding) -> dict[str, str]:
    return {"baselineState": "unchanged" if finding.reason_id == BASELINE else "new"}
