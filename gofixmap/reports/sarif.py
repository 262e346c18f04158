"""The SARIF 2.1.0 report, as code scanning services take it.

Regions count lines from 1 and columns in Unicode code points (`columnKind`); what a fix replaces
is given as bytes too, so that it can be applied without decoding the file.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from gofixmap.model import Edit, Finding, Fix, RunResult, Safety, Status
from gofixmap.reports.sources import Sources
from gofixmap.text import Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Safety.SAFE: "warning", Safety.REVIEW: "warning", Safety.TARGET: "note"}
Rule = tuple[str, str, str]  # name, title, page in Markdown


def render_sarif(
    result: RunResult, sources: Sources, rules: Sequence[Rule], *, version: str, prefix: str = ""
) -> str:
    """One object, findings in the order of the other reports, with a final newline.

    `rules` are those that can have found something. `prefix` leads from the top of the repository,
    where services look for files, to the workspace root: "" or "services/shop/".
    """
    writer = _Writer(sources, [name for name, _, _ in rules], prefix)
    run = {
        "tool": {"driver": _driver(rules, version)},
        "columnKind": "unicodeCodePoints",
        "results": list(writer.results(sorted(result.findings, key=sources.order))),
        "invocations": [writer.invocation(result)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(rules: Sequence[Rule], version: str) -> dict[str, Any]:
    return {
        "name": "gofixmap",
        "semanticVersion": version,
        "rules": [
            {
                "id": name,
                "shortDescription": {"text": title},
                "help": {"text": page, "markdown": page},
            }
            for name, title, page in rules
        ],
    }


class _Writer:
    """Turns findings into SARIF's objects."""

    def __init__(self, sources: Sources, rules: Sequence[str], prefix: str) -> None:
        self._sources = sources
        self._rules = rules
        self._prefix = prefix

    def invocation(self, result: RunResult) -> dict[str, Any]:
        notes = [
            {
                "level": "error",
                "message": {"text": f"{problem.path}: {problem.what}"},
                "locations": [
                    {"physicalLocation": {"artifactLocation": self._artifact(problem.path)}}
                ],
            }
            for problem in result.problems
        ]
        return {"executionSuccessful": not notes, "toolExecutionNotifications": notes}

    def results(self, findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
        seen: Counter[str] = Counter()
        for finding in findings:
            same = self._fingerprint(finding)
            yield {
                "ruleId": finding.codemod,
                "ruleIndex": self._rules.index(finding.codemod),
                "level": _LEVELS[finding.safety],
                "message": {"text": _message(finding)},
                "locations": [self._location(finding.path, finding.span)],
                "partialFingerprints": {"gofixmap/v1": f"{same}:{seen[same]}"},
                "properties": _properties(finding),
                **self._related(finding),
                **({} if finding.fix is None else {"fixes": [self._fix(finding.fix)]}),
                **_suppressions(finding),
            }
            seen[same] += 1

    def _related(self, finding: Finding) -> dict[str, Any]:
        places = [
            {**self._location(each.path, each.span), "message": {"text": each.detail}}
            for each in finding.evidence
            if each.path and each.span is not None
        ]
        return {"relatedLocations": places} if places else {}

    def _fingerprint(self, finding: Finding) -> str:
        """What stays the same while lines above come and go: rule, symbol and the text found."""
        text = self._sources.data(finding.path)[finding.span.start : finding.span.end]
        parts = (finding.codemod.encode(), finding.symbol.encode(), b" ".join(text.split()))
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]

    def _location(self, path: str, span: Span) -> dict[str, Any]:
        place = {"artifactLocation": self._artifact(path), "region": self._region(path, span)}
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

    def _artifact(self, path: str) -> dict[str, str]:
        return {"uri": quote(self._prefix + path, errors="surrogateescape")}

    def _fix(self, fix: Fix) -> dict[str, Any]:
        by_path: dict[str, list[Edit]] = {}
        for edit in sorted(fix.edits):
            by_path.setdefault(edit.path, []).append(edit)
        changes = [
            {
                "artifactLocation": self._artifact(path),
                "replacements": [self._replacement(edit) for edit in edits],
            }
            for path, edits in by_path.items()
        ]
        return {"description": {"text": fix.title}, "artifactChanges": changes}

    def _replacement(self, edit: Edit) -> dict[str, Any]:
        return {
            "deletedRegion": self._region(edit.path, edit.span),
            "insertedContent": {"text": edit.text},
        }


def _message(finding: Finding) -> str:
    evidence = (f"{each.kind}: {each.detail}" for each in finding.evidence)
    reason = [finding.reason] if finding.reason else []
    return ". ".join([finding.message, *reason, *evidence])


def _properties(finding: Finding) -> dict[str, str | int]:
    held: dict[str, str | int] = {"bytes": finding.weight} if finding.weight else {}
    return held | {
        "status": finding.status.value,
        "safety": finding.safety.label,
        "symbol": finding.symbol,
    }


def _suppressions(finding: Finding) -> dict[str, Any]:
    if finding.status is not Status.SUPPRESSED:
        return {}
    return {"suppressions": [{"kind": "inSource", "justification": finding.reason}]}
