"""Which variables one lock has to guard together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.sharing import companions_of, group_of, variable_denoted

if TYPE_CHECKING:
    from conftest import Snippet

    from gofixmap.semantics.sharing import Variable

Make = Callable[..., Any]

HEAD = """import "sync"

type T struct {
	mu      sync.Mutex
	a, b, c int
	m       map[string]int
}

var x, y int

"""

# code, the variable that is asked about (an expression of the code), its companions
CASES = [
    ("func (t *T) f() { t.a = 1; t.b = 2 }", "t.a", ["b"]),
    ("func (t *T) f(k string) { t.a++; t.m[k] = t.a }", "t.a", ["m"]),
    ("func (t *T) f() { t.a = 1; _ = t.b }", "t.a", []),
    ("func (t *T) f() { t.a = 1 }\n\nfunc (t *T) g() { t.b = 2 }", "t.a", []),
    ("func (t *T) f(u *T) { t.a = 1; u.b = 2 }", "t.a", []),
    ("func (t *T) f(on bool) { if on { t.a++; return }; t.b++ }", "t.a", []),
    ("func (t *T) f(on bool) { if on { t.a++ }; t.b++ }", "t.a", ["b"]),
    ("func (t *T) f(on bool) { for { if on { t.a++ } else { t.b++ } } }", "t.a", ["b"]),
    ("func (t *T) f() { t.mu.Lock(); t.b = 2; t.mu.Unlock(); t.a = 1 }", "t.a", []),
    ("func newT() *T { t := &T{}; t.a = 1; t.b = 2; return t }", "t.a", []),
    ("func (t *T) f() { t.a = 1; go func() { t.b = 2 }() }", "t.a", []),
    ("func f() { x = 1; y = 2 }", "x", ["y"]),
    ("func f() { x = 1 }\n\nfunc g() { y = 2 }", "x", []),
    ("func f() { n, s := 0, 1; go func() { n = 1; s = 2 }(); _, _ = n, s }", "n", ["s"]),
    ("func f() { n := 0; go func() { s := 1; n = 1; s = 2; _ = s }(); _ = n }", "n", []),
    ("func f() { n := 0; go func() { n = 1; x = 2 }(); _ = n }", "n", []),
]


def _variable(made: Snippet, text: str) -> Variable:
    """The variable that the text denotes where a function first has it."""
    mentions = [
        variable_denoted(made.info, node)
        for node in made.nodes(text, "identifier", "selector_expression")
        if node.parent is not None and node.parent.type != "var_spec"
    ]
    return next(found for found in mentions if found is not None)


@pytest.mark.parametrize(("code", "asked", "expected"), CASES)
def test_what_is_written_together_belongs_together(
    snippet: Make, code: str, asked: str, expected: list[str]
) -> None:
    made = snippet(HEAD + code)
    found = companions_of(made.info.semantics, _variable(made, asked))
    assert sorted(each.variable.name for each in found) == expected
    for each in found:
        assert each.access.writes and each.beside.writes


def test_companions_of_companions_share_the_lock(snippet: Make) -> None:
    made = snippet(
        HEAD + "func (t *T) f() { t.a = 1; t.b = 2 }\n\nfunc (t *T) g() { t.b = 1; t.c = 2 }"
    )
    group = group_of(made.info.semantics, _variable(made, "t.a"))
    assert [member.name for member in group] == ["a", "b", "c"]
