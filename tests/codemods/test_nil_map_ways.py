"""The ways to a write are more than can be followed where a loop tests many conditions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from gofixmap.engine import Request, run

if TYPE_CHECKING:
    from pathlib import Path

    from gofixmap.model import Finding

MODULE = "module example.com/m\n\ngo 1.27\n"


def found(root: Path, body: str) -> list[Finding]:
    (root / "go.mod").write_text(MODULE)
    (root / "a.go").write_text(f"package a\n\nfunc f(c []bool, k string) {{\n{body}}}\n")
    request = Request(paths=(root,), select=("nil-map",), apply=False, jobs=1)
    return list(run(request).findings)


def branches(count: int) -> str:
    return "".join(
        f"\t\tif c[{at}] {{\n\t\t\tm = make(map[string]int)\n\t\t}}\n" for at in range(count)
    )


@pytest.mark.parametrize("count", [4, 40])
def test_a_loop_that_may_make_the_map(tmp_path: Path, count: int) -> None:
    started = time.process_time()
    body = f"\tvar m map[string]int\n\tfor range c {{\n{branches(count)}\t\tm[k]++\n\t}}\n"
    assert not found(tmp_path, body)
    assert time.process_time() - started < 10


def test_conditions_that_come_out_the_same(tmp_path: Path) -> None:
    body = (
        "\tvar m map[string]int\n\tif c[0] {\n\t\tm = make(map[string]int)\n\t}\n"
        "\tif c[0] {\n\t\tm[k] = 1\n\t}\n"
    )
    assert not found(tmp_path, body)


def test_a_write_before_all_of_them(tmp_path: Path) -> None:
    body = f"\tvar m map[string]int\n\tm[k] = 1\n{branches(40)}\t_ = m\n"
    assert [each.message for each in found(tmp_path, body)] == [
        "m is nil here: this write to a nil map panics"
    ]


MADE = "m = make(map[string]int)"


@pytest.mark.parametrize(
    ("statements", "count"),
    [
        (f"{MADE}\nm[k] = 1", 0),
        (f"{MADE}\nif c[0] {{\nm[k] = 1\n}}", 0),
        (f"if c[0] {{\n{MADE}\n}}\nm[k] = 1", 1),
        (f"if m == nil {{\n{MADE}\n}}\nm[k] = 1", 0),
        (f"if len(m) == 0 && c[0] {{\n{MADE}\n}}\nm[k] = 1", 0),  # somebody has thought of it
        (f"if c[0] && m == nil {{\n{MADE}\n}}\nm[k] = 1", 1),
        (f"m[k] = 1\n{MADE}", 1),
        (f"{MADE}\nm = nil\nm[k] = 1", 1),
        (f"for range c {{\nif c[0] {{\ncontinue\n}}\n{MADE}\nm[k] = 1\n}}", 0),
    ],
)
def test_what_stands_in_front(tmp_path: Path, statements: str, count: int) -> None:
    assert len(found(tmp_path, f"var m map[string]int\n{statements}\n")) == count
