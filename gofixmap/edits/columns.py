"""The column rules of text/tabwriter, as gofmt configures it: blanks, padding 1, no minimum."""

from __future__ import annotations

from collections.abc import Sequence


def column_widths(rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """For each row, the width of each of its cells but the last, padding included.

    A cell counts in its column while the rows around it have one there too; the last cell of a
    row ends it and belongs to no column. A column whose cells are all empty has no width.
    """
    widths: list[list[int]] = [[] for _ in rows]
    _format(rows, 0, len(rows), 0, widths)
    return widths


def _format(
    rows: Sequence[Sequence[str]], low: int, high: int, column: int, widths: list[list[int]]
) -> None:
    at = low
    while at < high:
        if column >= len(rows[at]) - 1:
            at += 1
            continue
        start = at
        while at < high and column < len(rows[at]) - 1:
            at += 1
        widest = max(len(rows[row][column]) for row in range(start, at))
        for row in range(start, at):
            widths[row].append(widest + 1 if widest else 0)
        _format(rows, start, at, column + 1, widths)
