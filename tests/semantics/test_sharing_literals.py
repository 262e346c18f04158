"""Where values of a struct type are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.sharing import Literal, literals_of, unkeyed_literals_of

if TYPE_CHECKING:
    from conftest import Snippet

Make = Callable[..., Any]

HEAD = """type S struct { n int; m map[string]int }
type W struct { name string; s S }
type Ts []S
type Alias = S
type Q struct { n int; m map[string]int }

"""

# code; form, node, how it is written, values
TABLE = [
    ("var x = S{}", ["literal S{} empty "]),
    ("var x = S{n: 1, m: nil}", ["literal S{n: 1, m: nil} keyed n=1 m=nil"]),
    ("var x = S{1, nil}", ["literal S{1, nil} unkeyed n=1 m=nil"]),
    ("var x = &S{m: nil}", ["literal S{m: nil} keyed addressed m=nil"]),
    ("var x = &(S{})", ["literal S{} empty addressed "]),
    ("var x = Alias{n: 1}", ["literal Alias{n: 1} keyed n=1"]),
    ("var x = []S{{n: 1}, {2, nil}}",
     ["literal {n: 1} keyed n=1", "literal {2, nil} unkeyed n=2 m=nil"]),
    ("var x = Ts{{n: 1}}", ["literal {n: 1} keyed n=1"]),
    ("var x = []*S{{n: 1}}", ["literal {n: 1} keyed addressed n=1"]),
    ("var x = map[string]S{\"a\": {n: 1}}", ["literal {n: 1} keyed n=1"]),
    ("var x = W{s: S{n: 1}}", ["literal S{n: 1} keyed n=1"]),
    ("var x = W{\"a\", S{}}", ["literal S{} empty "]),
    ("var x = W{name: \"a\"}", ["zero W{name: \"a\"} empty "]),
    ("var x = [2]S{{n: 1}}", ["zero [2]S{{n: 1}} empty ", "literal {n: 1} keyed n=1"]),
    ("var x = Q{n: 1}", []),
    ("var x = struct{ n int }{n: 1}", []),
    ("var x = new(S)", ["new new(S) empty addressed "]),
    ("var x = new(W)", ["zero new(W) empty "]),
    ("var x = new(Q)", []),
    ("var x = new(int)", []),
    ("var x = make([]S, 3)", ["zero make([]S, 3) empty "]),
    ("var x = make(map[string]S, 3)", []),
    ("var x S", ["zero x S empty "]),
    ("var x, y W", ["zero x, y W empty "]),
    ("var x *S", []),
    ("var x [4]S", ["zero x [4]S empty "]),
    ("func f() (s S) { return }", ["zero s S empty "]),
    ("func f() S { var s S; return s }", ["zero s S empty "]),
    ("func f(new func(int) int) { _ = new(1) }", []),
]  # fmt: skip


def shown(literal: Literal) -> str:
    text = literal.info.file.text
    style = "empty" if literal.is_empty else "keyed" if literal.keyed else "unkeyed"
    addressed = " addressed" if literal.addressed else ""
    values = " ".join(f"{name}={text(value)}" for name, value in literal.values.items())
    return f"{literal.form} {text(literal.node)} {style}{addressed} {values}"


def literals(made: Snippet, name: str) -> tuple[Literal, ...]:
    found = made.info.scope.lookup(name)
    assert found is not None
    return literals_of(made.semantics, found.type)


@pytest.mark.parametrize(
    ("code", "expected"), TABLE, ids=lambda each: each if isinstance(each, str) else ""
)
def test_literals(snippet: Make, code: str, expected: list[str]) -> None:
    found = literals(snippet(HEAD + code), "S")
    assert [shown(each) for each in found] == expected


UNKEYED = [
    ("var x = S{1, nil}", ["S{1, nil}"]),
    ("var x = S /* why */ {1, nil}", ["S /* why */ {1, nil}"]),
    ("var x = Ts{{1, nil}}", ["{1, nil}"]),
    ("var x = [](S){{1, nil}}", ["{1, nil}"]),
    ("var x = [](*S){{1, nil}}", ["{1, nil}"]),
    ("var x = map[T]int{{1}: 2}\n\ntype T struct{ n int }", []),
    ("var x = map[[1]S]int{{{1, nil}}: 2}", ["{1, nil}"]),
    ("var x = struct{ S }{S{1, nil}}", ["S{1, nil}"]),
    ("func f() { type local []S; _ = local{{1, nil}} }", ["{1, nil}"]),
    ("var x = S{n: 1}", []),
    ("var x S\nvar y = new(S)", []),
]


@pytest.mark.parametrize(("code", "expected"), UNKEYED)
def test_literals_without_keys(snippet: Make, code: str, expected: list[str]) -> None:
    made = snippet(HEAD + code)
    found = made.info.scope.lookup("S")
    unkeyed = unkeyed_literals_of(made.semantics, found.type)
    assert [each.info.file.text(each.node) for each in unkeyed if not each.is_empty] == expected


def test_functions_and_places(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\ntype S struct{ n int }\n\nvar x = S{}\n\n"
            "func f() *S { return func() *S { return &S{} }() }\n",
            "a_test.go": "package m\n\nfunc g() S { return S{1} }\n",
            "sub/b.go": 'package sub\n\nimport "example.com/m"\n\nvar y = m.S{}\n',
        }
    )
    found = literals(made, "S")
    assert [(each.path, each.function.type if each.function else "") for each in found] == [
        ("a.go", ""),
        ("a.go", "func_literal"),
        ("a_test.go", "function_declaration"),
        ("sub/b.go", ""),
    ]


def test_generic_literals(snippet: Make) -> None:
    made = snippet(
        "type G[T any] struct{ n T }\n\nvar x = &G[int]{n: 1}\n\n"
        "func make1[T any](v T) *G[T] { return &G[T]{v} }\n\nvar z G[string]"
    )
    assert [shown(each) for each in literals(made, "G")] == [
        "literal G[int]{n: 1} keyed addressed n=1",
        "literal G[T]{v} unkeyed addressed n=v",
        "zero z G[string] empty ",
    ]
