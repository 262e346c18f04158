"""Fresh names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.names import fresh_name, lower_camel

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("User", "user"),
        ("HTTPServer", "httpServer"),
        ("ID", "id"),
        ("X", "x"),
        ("T2", "t2"),
        ("OAuth2Token", "oAuth2Token"),
        ("already", "already"),
        ("_hidden", "hidden"),
        ("_", "entry"),
        ("", "entry"),
    ],
)
def test_lower_camel(name: str, expected: str) -> None:
    assert lower_camel(name) == expected


DECLARATIONS = """
import "os/user"

type (
	Stat   struct{ x int }
	Range  struct{ x int }
	Type   struct{ x int }
	String struct{ x int }
	Error  struct{ x int }
	User   struct{ x int }
	stat2  struct{ x int }
	List   = []int
	Count  struct{ x int }
)

var count int

func g() { _ = user.Current }
"""


@pytest.mark.parametrize(
    ("type_", "body", "expected"),
    [
        ("Stat", "", "stat"),
        ("Stat", "stat := 1; _ = stat", "statEntry"),
        ("Stat", "// stat is a word of this comment", "stat"),
        ("Stat", "stat, statEntry := 1, 2; _, _ = stat, statEntry", "statEntry2"),
        ("Stat", '_ = `stat` + "// stat"', "stat"),
        ("Range", "", "rangeEntry"),  # a keyword
        ("Type", "", "typeEntry"),
        ("String", "", "stringEntry"),  # predeclared
        ("Error", "", "errorEntry"),
        ("User", "", "userEntry"),  # an import of the file
        ("Count", "", "countEntry"),  # a variable of the package
        ("stat2", "", "stat2Entry"),  # the type itself
        ("[3]int", "", "arr"),
        ("[3]int", "arr := 1; _ = arr", "arr2"),
        ("struct{ n int }", "", "entry"),
        ("struct{ n int }", "entry := 1; _ = entry", "entry2"),
        ("*Stat", "", "stat"),
    ],
)
def test_name_of_a_type(snippet: Make, type_: str, body: str, expected: str) -> None:
    made = snippet(f"{DECLARATIONS}\nfunc f(p {type_}) {{\n\t{body}\n\t_ = p\n}}\n")
    use = made.nodes("p", "identifier")[-1]
    assert fresh_name(made.info, use, made.info.type_of(use)) == expected


def test_name_of_a_word(snippet: Make) -> None:
    made = snippet("func f(err error, newHits int) { _ = err }")
    use = made.nodes("err", "identifier")[-1]
    assert fresh_name(made.info, use, "Total") == "total"
    assert fresh_name(made.info, use, "err") == "newErr"
    assert fresh_name(made.info, use, "hits") == "hits"
    assert fresh_name(made.info, use, "hits", also_taken=["hits"]) == "newHits2"
