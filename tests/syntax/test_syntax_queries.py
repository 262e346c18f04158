"""Compiled queries and the one traversal of many."""

from __future__ import annotations

import pytest
from tree_sitter import Node

from gofixmap.errors import GofixmapError
from gofixmap.syntax.queries import CompiledQuery, QuerySet
from gofixmap.syntax.source import SourceFile

SOURCE = b"package p\n\nfunc f() {\n\tm[k].x = 1\n\tm[j] = 2\n\tdelete(m, k)\n}\n\nvar z = m[1]\n"
INDEX = "(index_expression operand: (_) @map index: (_) @key) @index"
DELETE = '; a comment\n((call_expression function: (identifier) @f) @call (#eq? @f "delete"))'
TWO = "(int_literal) @number\n\n(assignment_statement left: (_) @left)"


@pytest.fixture
def file() -> SourceFile:
    return SourceFile("a.go", SOURCE)


def shown(file: SourceFile, captures: dict[str, list[Node]]) -> dict[str, str]:
    return {name: ",".join(file.text(node) for node in nodes) for name, nodes in captures.items()}


def test_matches(file: SourceFile) -> None:
    found = CompiledQuery(INDEX).matches(file.declarations[0].root)
    assert [shown(file, captures) for captures in found] == [
        {"index": "m[k]", "map": "m", "key": "k"},
        {"index": "m[j]", "map": "m", "key": "j"},
    ]


def test_offsets_are_the_file_s(file: SourceFile) -> None:
    (captures,) = CompiledQuery(INDEX).matches(file.declarations[1].root)
    assert captures["index"][0].start_byte == SOURCE.index(b"m[1]")


def test_predicates(file: SourceFile) -> None:
    found = CompiledQuery(DELETE).matches(file.declarations[0].root)
    assert [shown(file, captures)["call"] for captures in found] == ["delete(m, k)"]


@pytest.mark.parametrize("seen", [0, 10_000_000], ids=["one-by-one", "combined"])
def test_a_set_gives_each_match_to_its_owner(
    file: SourceFile, seen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gofixmap.syntax.queries._BYTES_BEFORE_COMBINED", seen or 10_000_000)
    queries = {"a": CompiledQuery(DELETE), "b": CompiledQuery(TWO), "c": CompiledQuery(INDEX)}
    root = file.declarations[0].root
    both = QuerySet(queries)
    both._seen = 2 * seen
    together = [(owner, shown(file, found)) for owner, found in both.matches(root)]
    for owner, query in queries.items():
        alone = [shown(file, found) for found in query.matches(root)]
        assert [found for name, found in together if name == owner] == alone
    assert len(together) == 7


def test_an_empty_set_matches_nothing(file: SourceFile) -> None:
    assert list(QuerySet({}).matches(file.declarations[0].root)) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n\n(no_such_node) @x", 3),
        ("(identifier) @a\n(block nofield: (_))", 2),
        ("(identifier", 1),
        ("(identifier) @a\n(", 2),
        ("(identifier) @a\n\n((identifier) @a (#eq? @b 1))", 3),
        ("(block\n(source_file))", 2),
    ],
)
def test_an_error_names_the_line(source: str, line: int) -> None:
    with pytest.raises(GofixmapError) as caught:
        _ = CompiledQuery(source, "map-alias.scm").query
    assert caught.value.where == f"map-alias.scm:{line}"
    assert str(caught.value).startswith(f"map-alias.scm:{line}: not a query")


def test_nothing_is_compiled_before_it_is_used() -> None:
    CompiledQuery("(((")
    QuerySet({"a": CompiledQuery("(((")})
