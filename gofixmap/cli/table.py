"""The table at the end of a run, for a person at a terminal: one line for each codemod."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from gofixmap.model import RunResult, Status
from gofixmap.reports.tally import Row, in_words, tally

if TYPE_CHECKING:
    from rich.table import Table


def show_table(result: RunResult, stream: TextIO | None = None) -> None:
    """Print it where the stream is a terminal and there is anything to tell."""
    from gofixmap.cli.output import is_terminal

    stream = stream or sys.stderr
    rows = tally(result.findings)
    if not rows or not is_terminal(stream):
        return
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(file=stream, highlight=False, color_system=None if plain else "auto")
    console.print(_table(rows))


def _table(rows: tuple[Row, ...]) -> Table:
    """Columns that would be empty are left out."""
    from rich import box
    from rich.table import Table

    columns = [
        (name, style, cells)
        for name, style, cells in (
            ("fixed", "green", [_number(row.statuses[Status.FIXED]) for row in rows]),
            ("proven", "green", [_proven(row) for row in rows]),
            ("with a fix", "cyan", [_number(row.statuses[Status.FIXABLE]) for row in rows]),
            ("declined", "yellow", [_number(row.statuses[Status.DECLINED]) for row in rows]),
            ("in conflict", "red", [_number(row.statuses[Status.CONFLICT]) for row in rows]),
            ("refused", "red", [_number(row.statuses[Status.UNPROVEN]) for row in rows]),
            ("suppressed", "dim", [_number(row.statuses[Status.SUPPRESSED]) for row in rows]),
            ("reasons", "yellow", [in_words(row.reasons) for row in rows]),
        )
        if any(cells)
    ]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("codemod", style="bold", no_wrap=True)
    for name, style, _ in columns:
        table.add_column(name, style=style, justify="left" if name == "reasons" else "right")
    for at, row in enumerate(rows):
        table.add_row(row.codemod, *(cells[at] for _, _, cells in columns))
    return table


def _number(count: int) -> str:
    return str(count) if count else ""


def _proven(row: Row) -> str:
    """`12 vet`, `3 vet, 1 build`: how many of the applied fixes Go has passed, and how far."""
    passed = {level: count for level, count in row.proofs.items() if level}
    return ", ".join(f"{count} {level}" for level, count in sorted(passed.items(), reverse=True))
