"""How many findings each codemod has, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gofixmap.model import RunResult, Status
from gofixmap.reports.lines import Line, Piece
from gofixmap.reports.tally import Row, in_words, tally

_COLUMNS = (Status.FIXABLE, Status.DECLINED, Status.CONFLICT, Status.UNPROVEN, Status.SUPPRESSED)


def statistics(result: RunResult) -> list[dict[str, Any]]:
    """An object per codemod that found something, in the order of their names."""
    return [_counts(row) for row in tally(result.findings)]


def _counts(row: Row) -> dict[str, Any]:
    return {
        "codemod": row.codemod,
        "found": row.found,
        **{status.value: row.statuses[status] for status in Status},
        "reasons": dict(sorted(row.reasons.items())),
    }


def statistics_lines(result: RunResult) -> Iterator[Line]:
    """A table for people: the columns that hold something, then why there is no fix."""
    rows = tally(result.findings)
    shown = [status for status in _COLUMNS if any(row.statuses[status] for row in rows)]
    width = max((len(row.codemod) for row in rows), default=0)
    if rows:
        heads = "".join(f"  {head:>10}" for head in ("found", *(status.value for status in shown)))
        yield (Piece(" " * width + heads, "header"),)
    for row in rows:
        counts = "".join(f"  {count:>10}" for count in _numbers(row, shown))
        yield (Piece(row.codemod.ljust(width), "codemod"), Piece(counts), *_reasons(row))


def _numbers(row: Row, shown: list[Status]) -> tuple[int, ...]:
    return (row.found, *(row.statuses[status] for status in shown))


def _reasons(row: Row) -> Iterator[Piece]:
    if row.reasons:
        yield Piece(f"  {in_words(row.reasons)}", "reason")
