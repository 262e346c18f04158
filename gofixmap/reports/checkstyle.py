"""The XML that Checkstyle writes, which many services read."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gofixmap.model import FileProblem, Finding, RunResult, Safety, Status
from gofixmap.reports.lines import one_line
from gofixmap.reports.services import Service, message, told
from gofixmap.reports.sources import Sources

_FORMAT = "10.0"  # the version of Checkstyle whose form this is; readers want the attribute


def render_checkstyle(result: RunResult, sources: Sources, *, prefix: str = "") -> str:
    """Findings that nothing silences, by file; what could not be done as errors of its file.

    XML has no way to write control characters: in names and messages they become visible.
    """
    service = Service(result, sources, prefix)
    root = Element("checkstyle", version=_FORMAT)
    findings = [each for each in service.findings if each.status is not Status.SUPPRESSED]
    entries = [(service.path(each.path), _finding(each, service)) for each in findings]
    entries += [_problem(each, service) for each in service.problems]
    for path, each in groupby(sorted(entries, key=lambda entry: entry[0]), lambda entry: entry[0]):
        file = SubElement(root, "file", name=one_line(path))
        file.extend(element for _, element in each)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _finding(finding: Finding, service: Service) -> Element:
    at = service.sources.position(finding.path, finding.span.start)
    return Element(
        "error",
        line=str(at.line),
        column=str(at.column),
        severity="info" if finding.safety is Safety.TARGET else "warning",
        message=message(finding),
        source=f"gofixmap.{finding.codemod}",
    )


def _problem(problem: FileProblem, service: Service) -> tuple[str, Element]:
    path, line = service.place(problem)
    told_of = {"line": str(line or 1), "severity": "error", "message": told(problem)}
    return path, Element("error", told_of, source="gofixmap")
