"""Writes docs/race-suites.md from the rows of `races.py`.

    python tests/corpus/race_table.py docs/race-suites.md ROWS.jsonl...

The prose above the first table is kept as it stands in the page.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

TABLES = "<!-- from here on by tests/corpus/race_table.py -->"
QUIET = ("quiet", "unbuilt")
_PATH = re.compile(r"(?:/[\w.+-]+)+/go/src/")
_WHERE = re.compile(r"\s*\((?:[\w./-]+\.go:\d+[^)]*)\)")
_LONGEST = 230  # characters of a reason

Row = Mapping[str, Any]


def page(prose: str, rows: Sequence[Row]) -> str:
    """The prose, a line for each suite, and a table of the programs of each."""
    by_suite: dict[str, list[Row]] = {}
    for row in rows:
        by_suite.setdefault(row["program"].partition("/")[0], []).append(row)
    parts = [prose.partition(TABLES)[0] + TABLES, "\n".join(_summary(by_suite))]
    for suite, own in by_suite.items():
        parts.append(f"## {suite}\n\n" + "\n".join(_table(own)))
    return "\n\n".join(parts) + "\n"


def _summary(by_suite: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    yield "| suite | programs | race | mended | of these | partly | left | error | wrong |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for suite, rows in by_suite.items():
        yield _line(suite, rows)
    if len(by_suite) > 1:
        yield _line("all", [row for rows in by_suite.values() for row in rows])


def _line(name: str, rows: Sequence[Row]) -> str:
    count = Counter(row["verdict"] for row in rows)
    racing = sum(n for verdict, n in count.items() if verdict not in QUIET)
    share = f"{100 * count['mended'] / racing:.0f} %" if racing else "-"
    kinds = [count[each] for each in ("partly", "left", "error", "wrong")]
    cells = [name, len(rows), racing, count["mended"], share, *kinds]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| program | before | after | remedy, or why there is none |"
    yield "|---|---|---|---|"
    for row in rows:
        name = row["program"].partition("/")[2].rpartition("/")[2]
        said = "; ".join([*row["remedies"], *map(_reason, row["reasons"])]) or row["detail"]
        yield f"| {name} | {_before(row)} | {_after(row)} | {_cell(said)} |"


def _before(row: Row) -> str:
    passes = "passes" if row["passes_before"] else "fails"
    return f"{passes}, no race seen" if row["verdict"] in QUIET else f"{passes}, races"


def _after(row: Row) -> str:
    if row["verdict"] == "mended":
        return "passes, no race"
    return "-" if row["verdict"] in QUIET else row["verdict"]


def _reason(reason: str) -> str:
    reason = _WHERE.sub("", _PATH.sub("$GOROOT/src/", reason))
    variable, colon, rest = reason.partition(": ")
    short = re.sub(r"^suite\.test/[^.]+\.", "", variable)
    reason = f"{short}{colon}{rest}"
    return reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]}..."


def _cell(text: str) -> str:
    text = " ".join(text.split()).replace("|", "/")
    return re.sub(r"([*_<>])", r"\\\1", text)


def main() -> None:
    out, *sources = map(Path, sys.argv[1:])
    lines = [line for source in sources for line in source.read_text().splitlines()]
    prose = out.read_text(encoding="utf-8") if out.is_file() else ""
    out.write_text(page(prose, [json.loads(line) for line in lines]), encoding="utf-8")


if __name__ == "__main__":
    main()
