"""Interfaces that ask for a method, and values that become interfaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.flows import Carrier, flows_of
from gofixmap.semantics.interfaces import interface_methods_named, is_well_known

Make = Callable[..., Any]

DECLARATIONS = """
import (
	"errors"
	"fmt"
)

type T struct{ n int }

func (t T) Set() {}

type Number int

type Setter interface{ Set() }

type Outer struct{ T }

type Pointing struct{ *T }

type Hiding struct{ T }

func (Hiding) Set() {}

type Box[P Setter] struct{ v P }

type Bag[P any] struct{ v P }

type fields struct {
	s Setter
	a any
	t T
}

func takes(Setter)             {}
func anything(...any)          {}
func generic[P Setter](P)      {}
func generics[P Setter](...P)  {}
func slices[P Setter](ps []P)  {}
func loose[P any](P)           {}
func two() (T, error)          { return T{}, nil }
func plain(T, *T)              {}

var _ = errors.New
var _ = fmt.Sprint
"""

VALUE, POINTER = ("value", "pointer")


def flows(snippet: Make, statement: str, result: str = "any") -> list[tuple[str, bool]]:
    made = snippet(
        f"{DECLARATIONS}\nfunc f(t T, p *T, o Outer, g Pointing, h Hiding, i Setter, a any, "
        f"ch chan any, m map[any]int) {result} {{\n{statement}\nreturn nil\n}}\n"
    )
    carrier = Carrier("example.com/m", "T", "Set")
    return [(flow.kind, flow.needs) for flow in flows_of(made.semantics, carrier)]


# Nothing becomes an interface here.
@pytest.mark.parametrize(
    "statement",
    [
        "plain(t, p)",
        "x := t\n_ = x",
        "_ = t",
        "_ = fields{t: t}",
        "_ = []T{t}",
        "_ = o.T",
        "takes(h)",
        "anything(h)",
        "anything(Number(1))",
        "loose(t)",
        "_ = Bag[T]{t}",
        "_ = loose[T]",
        "loose[T](t)",
        "_ = t == T{}",
        "_, _ = two()",
        "_ = a.(fmt.Stringer)",
        "_ = a.(T)",
        "switch a.(type) {\ncase T:\n}",
        "anything([]T{t})",
        "var x T = t\n_ = x",
    ],
)
def test_no_flow(snippet: Make, statement: str) -> None:
    assert flows(snippet, statement) == []


@pytest.mark.parametrize(
    ("statement", "kind", "needs"),
    [
        ("takes(t)", VALUE, True),
        ("takes(p)", POINTER, True),
        ("takes(o)", VALUE, True),
        ("takes(&o)", POINTER, True),
        ("takes(g)", POINTER, True),
        ("anything(1, t)", VALUE, False),
        ("anything(p)", POINTER, False),
        ("anything(T{})", VALUE, False),
        ("_ = any(t)", VALUE, False),
        ("_ = Setter(t)", VALUE, True),
        ("i = t", VALUE, True),
        ("a = t", VALUE, False),
        ("var err error\na, err = two()\n_ = err", VALUE, False),
        ("var s Setter = t\n_ = s", VALUE, True),
        ("var s, x Setter = p, nil\n_, _ = s, x", POINTER, True),
        ("return t", VALUE, False),
        ("_ = func() Setter { return t }", VALUE, True),
        ("_ = []any{t}", VALUE, False),
        ('_ = map[string]Setter{"a": t}', VALUE, True),
        ("_ = map[any]int{t: 1}", VALUE, False),
        ("_ = m[t]", VALUE, False),
        ("delete(m, t)", VALUE, False),
        ("_ = fields{s: t}", VALUE, True),
        ("_ = fields{t, nil, T{}}", VALUE, True),
        ("_ = []fields{{a: t}}", VALUE, False),
        ("ch <- t", VALUE, False),
        ("_ = append([]Setter{}, t)", VALUE, True),
        ("_ = a == t", VALUE, False),
        ("switch a {\ncase t:\n}", VALUE, False),
        ("panic(t)", VALUE, False),
        ("for _, a = range []T{t} {\n}", VALUE, False),
        ("select {\ncase a = <-make(chan T):\n}", VALUE, False),
        ("_ = i.(T)", VALUE, True),
        ("_ = i.(*T)", POINTER, True),
        ("switch i.(type) {\ncase T:\n}", VALUE, True),
        ("generic(t)", VALUE, True),
        ("generics(t)", VALUE, True),
        ("slices([]T{})", VALUE, True),
        ("var b Box[T]\n_ = b", VALUE, True),
        ("_ = generic[T]", VALUE, True),
        ("generic[T](t)", VALUE, True),
        ("_ = Box[T]{}", VALUE, True),
        ("defer anything(t)", VALUE, False),
    ],
)
def test_flow(snippet: Make, statement: str, kind: str, needs: bool) -> None:
    found = flows(snippet, statement)
    assert found and set(found) == {(kind, needs)}


def test_a_call_that_is_not_known_may_take_an_interface(snippet: Make) -> None:
    made = snippet(
        'import "example.com/missing"\n\ntype T struct{}\n\nfunc (T) Set() {}\n\n'
        "func f(t T) { missing.Take(t) }\n"
    )
    found = list(flows_of(made.semantics, Carrier("example.com/m", "T", "Set")))
    assert [flow.kind for flow in found] == ["unknown"]


def test_importers_are_read_where_the_type_can_leave(snippet: Make) -> None:
    files = {
        "a.go": "package m\n\ntype t struct{}\n\nfunc (t) Set() {}\n\n"
        "func New() t { return t{} }\n",
        "b/b.go": 'package b\n\nimport "example.com/m"\n\nvar _ any = m.New()\n',
        "c/c.go": "package c\n\ntype t struct{}\n\nfunc (t) Set() {}\n\nvar _ any = t{}\n",
    }
    found = list(flows_of(snippet(files).semantics, Carrier("example.com/m", "t", "Set")))
    assert [flow.path for flow in found] == ["b/b.go"]
    hidden = {path: text.replace("New() t ", "new() t ") for path, text in files.items()}
    hidden["b/b.go"] = "package b\n"
    found = list(flows_of(snippet(hidden).semantics, Carrier("example.com/m", "t", "Set")))
    assert found == []


def test_interfaces_of_the_workspace(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\ntype A interface {\n\tSet(a, b int) error\n}\n\n"
            "func f(x interface{ Set() }) {}\n",
            "b/b.go": "package b\n\ntype B interface{ Set(int); set() }\n\n"
            "type S struct{ Set int }\n",
        }
    )
    found = [
        (each.path, each.interface, each.arity)
        for each in interface_methods_named(made.semantics, "example.com/m", "Set")
    ]
    assert found == [("a.go", "A", (2, 1)), ("a.go", "", (0, 0)), ("b/b.go", "B", (1, 0))]
    hidden = list(interface_methods_named(made.semantics, "example.com/m", "set"))
    assert hidden == []  # an unexported name of another package is another name


@pytest.mark.parametrize(
    ("name", "arity", "streams", "known"),
    [
        ("String", (0, 1), False, True),
        ("String", (1, 1), False, False),
        ("Write", (1, 2), False, False),
        ("Write", (1, 2), True, True),
        ("UnmarshalJSON", (1, 1), True, False),  # a value receiver is no use to it
        ("Add", (1, 0), True, False),
    ],
)
def test_well_known(name: str, arity: tuple[int, int], streams: bool, known: bool) -> None:
    assert is_well_known(name, arity, streams=streams) is known
