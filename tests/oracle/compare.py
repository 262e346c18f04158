"""Hold `gofixmap inspect types` against the oracle's rows, per kind of operand and of element.

    python tests/oracle/compare.py ORACLE.jsonl GOFIXMAP.jsonl

A row counts as resolved where gofixmap names a kind other than unknown, and as wrong where its
kind, its type or its element differs from what go/types says. Exits 1 when a row is wrong or
missing.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, object]
Place = tuple[object, object, object]


@dataclass
class Tally:
    total: Counter[str] = field(default_factory=Counter)
    resolved: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    elements: Counter[str] = field(default_factory=Counter)
    elements_resolved: Counter[str] = field(default_factory=Counter)
    mistakes: list[tuple[Row, Row | None]] = field(default_factory=list)
    unresolved: list[Row] = field(default_factory=list)


def read(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def place(row: Row) -> Place:
    return row["path"], row["start"], row["end"]


def agrees(expected: Row, found: Row) -> bool:
    """Kind, operand type and element agree.

    Where go/types records no type for the generic operand of an instantiation, the kind decides.
    """
    if expected["kind"] != found["kind"]:
        return False
    if expected["kind"] == "instantiation" and not expected["type"]:
        return True
    return expected["type"] == found["type"] and expected["element"] == found["element"]


def compare(oracle: Iterable[Row], ours: Iterable[Row]) -> Tally:
    tally = Tally()
    known = {place(row): row for row in ours}
    for row in oracle:
        kind, element = str(row["kind"]), str(row["element"]) or "-"
        tally.total[kind] += 1
        tally.elements[element] += 1
        found = known.get(place(row))
        if found is None:
            tally.wrong[kind] += 1
            tally.mistakes.append((row, None))
        elif found["kind"] == "unknown" and kind != "unknown":
            tally.unresolved.append(row)
        elif agrees(row, found):
            tally.resolved[kind] += 1
            tally.elements_resolved[element] += 1
        else:
            tally.wrong[kind] += 1
            tally.mistakes.append((row, found))
    return tally


def table(tally: Tally) -> str:
    lines = ["| operand | total | resolved | wrong |", "|---|---:|---:|---:|"]
    for kind, total in tally.total.most_common():
        share = 100 * tally.resolved[kind] / total
        lines.append(f"| {kind} | {total} | {share:.2f} % | {tally.wrong[kind]} |")
    whole = sum(tally.total.values())
    share = 100 * sum(tally.resolved.values()) / max(whole, 1)
    lines.append(f"| all | {whole} | {share:.2f} % | {sum(tally.wrong.values())} |")
    lines += ["", "| element | total | resolved |", "|---|---:|---:|"]
    for element, total in tally.elements.most_common():
        share = 100 * tally.elements_resolved[element] / total
        lines.append(f"| {element} | {total} | {share:.2f} % |")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    tally = compare(read(Path(arguments[0])), read(Path(arguments[1])))
    print(table(tally))
    for expected, found in tally.mistakes[:40]:
        print("wrong:", expected, "->", found, file=sys.stderr)
    for row in tally.unresolved[:40]:
        print("unresolved:", row, file=sys.stderr)
    return 1 if tally.mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
