"""The shape of a file: what it shows, and what it does not."""

from __future__ import annotations

import pytest

from gofixmap.syntax.source import SourceFile
from gofixmap.workspace.shape import Shape, shape_of, shown_words

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


def shape(text: str) -> Shape:
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
        ('import "fmt"', 'import "log"', True),
        ('import "fmt"', 'import fmt "fmt"', False),
        ("n int }", "n uint }", False),
        ("interface{}, done", "any, done", False),
        ("(n int, err error)", "(n int)", False),
        ("(i *item)", "(i item)", False),
        ("return 1 }", "return 2 }", False),
        ("func empty", "func Other", False),
    ],
)
def test_what_others_see_changes_the_shape(old: str, new: str, is_head: bool) -> None:
    assert old in FILE
    before, after = shape(FILE), shape(FILE.replace(old, new, 1))
    assert (before.head != after.head) == is_head
    assert (before.declared != after.declared) == (not is_head or "import" in old)


def test_the_order_of_declarations_counts() -> None:
    one, other = "type a int\n\ntype b int\n", "type b int\n\ntype a int\n"
    assert shape(f"package p\n\n{one}") != shape(f"package p\n\n{other}")


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("func empty() {}", "func other() {}", {b"empty", b"other"}),
        ("func empty() {}", "func empty(n int) {}", {b"empty"}),
        ("func empty() {}", "", {b"empty"}),
        ("\tn int\n}", "\tm int\n}", {b"shaped"}),
        ("struct{ n int }{1}", "struct{ n int }{2}", {b"shaped"}),  # not told apart: too odd
    ],
)
def test_functions_that_are_not_exported_are_apart(old: str, new: str, names: set[bytes]) -> None:
    assert old in FILE
    before, after = shape(FILE), shape(FILE.replace(old, new, 1))
    assert before[:2] == after[:2]
    assert before.changed(after) == after.changed(before) == names


def test_what_is_shown_names_functions() -> None:
    text = "package p\n\nvar Limit = limit()\n\nfunc limit() size { return other() }\n"
    words = shown_words(SourceFile("a.go", text.encode()))
    assert words == {b"var", b"Limit", b"limit", b"size"}
