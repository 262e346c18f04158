"""The JSON report, schema 1: a stable interface, described in docs/json.md."""

from __future__ import annotations

import json
from typing import Any

from gofixmap.model import Edit, Evidence, FileProblem, Finding, Fix, Proof, RunResult, Summary
from gofixmap.reports.services import place, replacements
from gofixmap.reports.sources import Sources
from gofixmap.reports.statistics import statistics as counts

SCHEMA = 1


def render_json(result: RunResult, sources: Sources, *, statistics: bool = False) -> str:
    """One object in ASCII, findings in the order of path and place, with a final newline.

    `statistics` adds the counts of each codemod.
    """
    findings = sorted(result.findings, key=sources.order)
    report: dict[str, Any] = {
        "schema": SCHEMA,
        "findings": [_finding(finding, sources) for finding in findings],
        "summary": _summary(result.summary),
    }
    if statistics:
        report["statistics"] = counts(result)
    if result.proof is not None:
        report["proof"] = _proof(result.proof)
    if result.problems:
        report["problems"] = [
            _problem(problem) for problem in sorted(set(result.problems), key=place)
        ]
    if result.unused_evidence:
        report["unused_evidence"] = list(result.unused_evidence)
    return json.dumps(report, indent=2) + "\n"


def _finding(finding: Finding, sources: Sources) -> dict[str, Any]:
    return {
        "codemod": finding.codemod,
        "message": finding.message,
        "path": finding.path,
        "start": _place(finding.path, finding.span.start, sources),
        "end": _place(finding.path, finding.span.end, sources),
        "symbol": finding.symbol,
        "safety": finding.safety.label,
        "status": finding.status.value,
        "reason": finding.reason,
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "fix": None if finding.fix is None else _fix(finding.fix),
        **({"bytes": finding.weight} if finding.weight else {}),
        **({"proof": finding.proof} if finding.proof else {}),
    }


def _problem(problem: FileProblem) -> dict[str, str]:
    return {"path": problem.path, "what": problem.what, "hint": problem.hint}


def _place(path: str, offset: int, sources: Sources) -> dict[str, int]:
    position = sources.position(path, offset)
    return {"line": position.line, "column": position.column, "byte": offset}


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"kind": evidence.kind, "detail": evidence.detail}


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "edits": [_edit(edit) for edit in replacements(fix)]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"path": edit.path, "start": edit.start, "end": edit.end, "text": edit.text}


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "level": proof.level,
        "toolchain": proof.toolchain,
        "packages": list(proof.checked),
        "repaired": proof.repaired,
        "unproven": list(proof.unproven),
        "skipped": proof.skipped,
        "commands": list(proof.commands),
        **({"variants": list(proof.variants)} if proof.variants else {}),
    }


def _summary(summary: Summary) -> dict[str, int]:
    """The time that a run took would make two reports of one tree differ."""
    return {
        "files": summary.files,
        "parsed": summary.parsed,
        "packages": summary.packages,
        "findings": summary.findings,
        "fixes": summary.fixes,
        "declined": summary.declined,
        "seconds": 0,
    }
