"""The lines of the current folder's code that a heap profile has most bytes for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gofixmap.cli.output import print_lines, say
from gofixmap.reports.lines import Line, Piece, one_line, shown_path

if TYPE_CHECKING:
    from gofixmap.evidence.heap import HeapProfile
    from gofixmap.semantics.costs import Costs, LineCost
    from gofixmap.workspace import Workspace

_SHOWN = 10


def show_heaviest(profile: HeapProfile) -> None:
    """Totals on stderr, and the heaviest lines on stdout, those that hold most first."""
    from gofixmap.semantics.costs import costs_of, size
    from gofixmap.semantics.info import Semantics
    from gofixmap.workspace import Workspace

    say(f"{size(profile.in_use)} in use, {size(profile.allocated)} allocated")
    workspace = Workspace.open([Path.cwd()])
    costs = costs_of(Semantics(workspace), [profile], ())
    for sentence in costs.lost:
        say(one_line(sentence))
    heaviest = sorted(costs.lines, key=_rank)[:_SHOWN]
    print_lines(_lines(workspace, costs, heaviest), sys.stdout)


def _rank(cost: LineCost) -> tuple[int, int, str, int]:
    return (-cost.held.in_use, -cost.held.allocated, cost.path, cost.span.start)


def _lines(workspace: Workspace, costs: Costs, heaviest: Sequence[LineCost]) -> Iterator[Line]:
    for cost in heaviest:
        file = workspace.file(cost.path)
        held = costs.held_at(cost.path, cost.span)
        if file is None or held is None:
            continue
        place = f"{shown_path(cost.path)}:{file.lines.line_of(cost.span.start)}:"
        code = one_line(file.text(cost.span).strip())
        yield (Piece(place, "path"), Piece(f" {held.detail}", "note"), Piece(f": {code}"))
