"""The shape of a file: what it shows, and what it does not."""

from __future__ import annotations

import pytest

from gofixmap.syntax.shape import shape_of
from gofixmap.syntax.source import SourceFile

FILE = """//go:build linux

// Package shop sells.
package shop

import "fmt"

type item struct{ n int }

// Price is one.
func (i *item) Price(f func(int) interface{}, done chan struct{}) (n int, err error) {
\tfmt.Println("price")
\treturn 1, nil
}

var hook = func() int { return 1 }

func empty() {}

func shaped() struct {
\tn int
} {
\treturn struct{ n int }{1}
}
"""


def shape(text: str) -> tuple[bytes, bytes]:
    return shape_of(SourceFile("a.go", text.encode()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('fmt.Println("price")', 'fmt.Println("other {")'),
        ("\treturn 1, nil", "\tif n > 0 {\n\t\treturn 2, nil\n\t}\n\treturn 1, nil"),
        ("// Price is one.", "// Price is another one."),
        ("func empty() {}", "func empty() { _ = 0 }"),
        ("type item", "\n\n// A comment.\n\ntype item"),
    ],
)
def test_what_no_one_else_sees_leaves_the_shape(old: str, new: str) -> None:
    assert old in FILE
    assert shape(FILE.replace(old, new, 1)) == shape(FILE)


@pytest.mark.parametrize(
    ("old", "new", "is_head"),
    [
        ("//go:build linux", "//go:build windows", True),
        ("package shop", "package store", True),
        ('import "fmt"', 'import fmt "fmt"', True),
        ("n int }", "n uint }", False),
        ("interface{}, done", "any, done", False),
        ("(n int, err error)", "(n int)", False),
        ("(i *item)", "(i item)", False),
        ("return 1 }", "return 2 }", False),
        ("func empty", "func other", False),
        ("\tn int\n}", "\tm int\n}", False),
        ("func empty() {}\n", "", False),
        ("func empty() {}", "func empty()", False),
        ("struct{ n int }{1}", "struct{ n int }{2}", False),  # not told apart: too odd
    ],
)
def test_what_others_see_changes_the_shape(old: str, new: str, is_head: bool) -> None:
    assert old in FILE
    before, after = shape(FILE), shape(FILE.replace(old, new, 1))
    assert (before[0] != after[0], before[1] != after[1]) == (is_head, not is_head)


def test_the_order_of_declarations_counts() -> None:
    one, other = "type a int\n\ntype b int\n", "type b int\n\ntype a int\n"
    assert shape(f"package p\n\n{one}") != shape(f"package p\n\n{other}")
