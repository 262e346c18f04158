"""inspect types: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = """package a

type point struct{ x int }

var points map[string]point

func first[T any](xs []T, name string) (T, point, byte) {
	return xs[0], points[name], name[0]
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.27\n", encoding="utf-8")
    path = tmp_path / "a.go"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_rows(gofixmap: Callable, file: Path) -> None:
    ran = gofixmap("inspect", "types")
    assert (ran.code, ran.err) == (0, "")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [list(row) for row in rows] == [
        ["path", "start", "end", "text", "kind", "type", "element"]
    ] * 3
    assert [(row["text"], row["kind"], row["type"], row["element"]) for row in rows] == [
        ("xs[0]", "slice", "[]T", "typeparam"),
        ("points[name]", "map", "map[string]example.com/a.point", "struct"),
        ("name[0]", "string", "string", "basic"),
    ]
    for row in rows:
        assert SOURCE[row["start"] : row["end"]] == row["text"]
        assert row["path"] == "a.go"


def test_one_file(gofixmap: Callable, file: Path) -> None:
    (file.parent / "b.go").write_text("package a\n\nvar b = points[``]\n", encoding="utf-8")
    assert gofixmap("inspect", "types", "b.go").out.count("\n") == 1
    assert gofixmap("inspect", "types", "a.go", "b.go").out.count("\n") == 4


def test_a_folder_as_the_go_command_names_it(gofixmap: Callable, file: Path) -> None:
    assert gofixmap("inspect", "types", "./...").out == gofixmap("inspect", "types").out
