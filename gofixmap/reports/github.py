"""Workflow commands of GitHub Actions: a line per finding, which become annotations.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions. The runner reads
every line that a job prints, so that a file name must not be able to end one or to steer the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gofixmap.model import FileProblem, Finding, RunResult, Safety, Status
from gofixmap.reports.lines import one_line
from gofixmap.reports.services import Service, details, joined, told
from gofixmap.reports.sources import Sources

SHOWN = 10  # annotations of one kind that GitHub shows for a step
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def render_github(result: RunResult, sources: Sources, *, prefix: str = "") -> str:
    """A command per finding that nothing silences, then one per file that could not be done."""
    return joined(_lines(Service(result, sources, prefix)))


def beyond_shown(result: RunResult) -> Iterator[str]:
    """A sentence per kind of annotation of which GitHub shows only the first ones."""
    kinds = Counter(_kind(f.safety) for f in result.findings if f.status is not Status.SUPPRESSED)
    for kind, count in sorted(kinds.items(), reverse=True):
        if count > SHOWN:
            yield f"GitHub shows the first {SHOWN} of {count} {kind}s beside the code"


def _lines(service: Service) -> Iterator[str]:
    for finding in service.findings:
        if finding.status is not Status.SUPPRESSED:
            text = "\n".join((one_line(finding.message), *details(finding), *_advice(finding)))
            yield _command(_kind(finding.safety), _place(finding, service), text)
    for problem in service.problems:
        yield _command("error", _problem_place(problem, service), told(problem))


def _kind(safety: Safety) -> str:
    return "notice" if safety is Safety.TARGET else "warning"


def _advice(finding: Finding) -> Iterator[str]:
    if finding.fix is not None:
        yield f"fix: {one_line(finding.fix.title)} (gofixmap apply -s {finding.codemod})"


def _place(finding: Finding, service: Service) -> dict[str, str | int]:
    """Columns only where the finding is on one line: the runner drops them elsewhere."""
    start = service.sources.position(finding.path, finding.span.start)
    end = service.sources.position(finding.path, finding.span.end)
    lines = {"line": start.line, "endLine": end.line}
    columns = {"col": start.column, "endColumn": end.column} if start.line == end.line else {}
    title = f"gofixmap {finding.codemod}"
    return {"file": one_line(service.path(finding.path)), **lines, **columns, "title": title}


def _problem_place(problem: FileProblem, service: Service) -> dict[str, str | int]:
    path, line = service.place(problem)
    return {"file": one_line(path), **({"line": line} if line else {}), "title": "gofixmap"}


def _command(kind: str, properties: dict[str, str | int], text: str) -> str:
    held = ",".join(f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items())
    return f"::{kind} {held}::{_escaped(text, _DATA)}"


def _escaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    """`%` comes first in a table, because the others bring it in."""
    for char, code in table:
        text = text.replace(char, code)
    return text
