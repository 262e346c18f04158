"""Filter mode: one file from stdin to stdout."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.model import Safety

if TYPE_CHECKING:
    from gofixmap.engine import Request
    from gofixmap.model import RunResult


def filtered(request: Request) -> tuple[bytes, tuple[str, ...]]:
    """The new bytes of the one overlaid file, and what is to be told about the run.

    A fix that needs other files as well is not applied, because a fix is whole or nothing.
    """
    from gofixmap.engine import run
    from gofixmap.reports.text import problem_lines

    ((absolute, data),) = request.overlay.items()
    result = run(request)
    path = os.path.relpath(absolute, result.root).replace(os.sep, "/")
    messages = tuple(problem_lines(result))
    if result.after.keys() <= {path}:
        return result.after.get(path, data), messages
    return _within(run(replace(request, apply=False)), path, data, request.safety), messages


def _within(result: RunResult, path: str, data: bytes, safety: Safety | None) -> bytes:
    """One round of the fixes that stay inside the file."""
    from gofixmap.edits import rewrite, select

    tier = Safety.SAFE if safety is None else safety
    fixes = [
        finding.fix
        for finding in result.findings
        if finding.fix is not None and finding.safety <= tier and finding.fix.paths == (path,)
    ]
    kept = select(fixes).kept
    return rewrite(data, [edit for index in kept for edit in fixes[index].edits])
