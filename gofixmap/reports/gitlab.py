"""The Code Quality report of GitLab: https://docs.gitlab.com/ci/testing/code_quality/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gofixmap.model import Finding, RunResult, Safety, Status
from gofixmap.reports.services import Service, message, unicode_path
from gofixmap.reports.sources import Sources

_SEVERITIES: Mapping[Safety, str] = {
    Safety.SAFE: "major",
    Safety.REVIEW: "minor",
    Safety.TARGET: "info",
}


def render_gitlab(result: RunResult, sources: Sources, *, prefix: str = "") -> str:
    """An array of the findings that nothing silences, each with a fingerprint of its own."""
    service = Service(result, sources, prefix)
    found = [
        _entry(finding, fingerprint, service)
        for finding, fingerprint in service.fingerprints()
        if finding.status is not Status.SUPPRESSED
    ]
    return json.dumps(found, indent=2) + "\n"


def _entry(finding: Finding, fingerprint: str, service: Service) -> dict[str, Any]:
    start = service.sources.position(finding.path, finding.span.start)
    end = service.sources.position(finding.path, finding.span.end)
    return {
        "type": "issue",
        "description": message(finding),
        "check_name": finding.codemod,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.safety],
        "categories": ["Bug Risk"],
        "location": {
            "path": unicode_path(service.path(finding.path)),
            "lines": {"begin": start.line, "end": end.line},
        },
    }
