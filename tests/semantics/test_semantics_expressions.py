"""The types of expressions, as go/types gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]

DECLARATIONS = """
type T struct {
	m    map[string]int
	arr  [3]string
	p    *T
	next func(int) (*T, error)
	E
}

type E struct{ list []byte }

func (e *E) Items() []string { return nil }

type Named []int

func (n Named) First() int { return n[0] }

type Str string

func one() map[string][]int { return nil }
func two() (int, error)    { return 0, nil }
func none()                {}

var (
	t   T
	pt  *T
	n   Named
	s   string
	str Str
	ch  chan *T
	fn  func(a int, b ...string) [2]bool
	a   [4]int
	pa  *[4]int
	sl  []T
	x   any
	i8  int8
	u   uint
	f64 float64
	c64 complex64
	sh  = 1 << u
)
"""


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        # Names, fields, methods
        ("t.m", "map[string]int"),
        ("pt.p.p.arr", "[3]string"),
        ("t.list", "[]byte"),
        ("t.Items()", "[]string"),
        ("t.Items", "func() []string"),
        ("(*T).Items", "func(*example.com/m.T) []string"),
        ("Named.First", "func(example.com/m.Named) int"),
        ("t.nothing", "unknown"),
        ("nowhere", "unknown"),
        ("_", "unknown"),
        # Calls
        ("one()", "map[string][]int"),
        ("two()", "(int, error)"),
        ("none()", "()"),
        ("fn(1)", "[2]bool"),
        ("t.next(1)", "(*example.com/m.T, error)"),
        ("func() *T { return nil }()", "*example.com/m.T"),
        # Index and slice expressions
        ("one()[s]", "[]int"),
        ("a[0]", "int"),
        ("pa[0]", "int"),
        ("s[0]", "byte"),
        ("str[0]", "byte"),
        ('"abc"[1]', "byte"),
        ("sl[0].p.m[s]", "int"),
        ("n[0]", "int"),
        ("u[0]", "unknown"),
        ("pt[0]", "unknown"),
        ("a[1:2]", "[]int"),
        ("pa[:]", "[]int"),
        ("n[1:]", "example.com/m.Named"),
        ("str[:1]", "example.com/m.Str"),
        ('"abc"[:1]', "string"),
        # Conversions, however the grammar reads them
        ("[]byte(s)", "[]byte"),
        ("(*T)(nil)", "*example.com/m.T"),
        ("Named(nil)", "example.com/m.Named"),
        ("Str(s)", "example.com/m.Str"),
        ("*(*[]int)(x)", "[]int"),
        ("(chan int)(nil)", "chan int"),
        ("(<-chan int)(nil)", "<-chan int"),
        ("<-chan int(nil)", "int"),
        ("(func())(nil)", "func()"),
        ("map[string]int(nil)", "map[string]int"),
        ("interface{ M() }(nil)", "interface{M()}"),
        # Operators
        ("&t", "*example.com/m.T"),
        ("&T{}", "*example.com/m.T"),
        ("*pt", "example.com/m.T"),
        ("<-ch", "*example.com/m.T"),
        ("i8 + 1", "int8"),
        ("1 + i8", "int8"),
        ("s + `x`", "string"),
        ("i8 == 1", "untyped bool"),
        ("i8 << 3", "int8"),
        ("sh", "int"),
        ("1.5 + 'a'", "untyped float"),
        ("!(i8 == 1)", "untyped bool"),
        ("-f64", "float64"),
        # Assertions and literals
        ("x.(T)", "example.com/m.T"),
        ("x.(map[string]int)[s]", "int"),
        ("[...]int{1, 2, 7: 3, 4}", "[9]int"),
        ("[...]string{2: `a`, `b`, 0: `c`}", "[4]string"),
        ("[]T{{}}", "[]example.com/m.T"),
        ("struct{ a, b int }{1, 2}", "struct{a int; b int}"),
        ("func(a int, b ...string) (n int) { return }", "func(a int, b ...string) (n int)"),
        ("1", "untyped int"),
        ("'a'", "untyped rune"),
        ("nil", "untyped nil"),
        # Builtins
        ("append(n, 1)", "example.com/m.Named"),
        ("append([]byte(nil), s...)", "[]byte"),
        ("make(map[string]T)", "map[string]example.com/m.T"),
        ("make(Named, 3)", "example.com/m.Named"),
        ("new(T)", "*example.com/m.T"),
        ("new([]int)", "*[]int"),
        ("new(t.m)", "*map[string]int"),
        ("new(1 + 2)", "*int"),
        ("new(a[0])", "*int"),
        ("new(T{})", "*example.com/m.T"),
        ("len(s)", "int"),
        ("copy(n, n)", "int"),
        ("min(1, i8)", "int8"),
        ("max(1, 2.5)", "untyped float"),
        ("real(c64)", "float32"),
        ("complex(f64, 1)", "complex128"),
        ("recover()", "interface{}"),
        ("panic(1)", "()"),
    ],
)
def test_the_type_of_an_expression(snippet: Make, expression: str, type_: str) -> None:
    s = snippet(f"{DECLARATIONS}\nfunc test() {{ sink({expression}) }}")
    argument = (
        s.node(f"sink({expression})", "call_expression")
        .child_by_field_name("arguments")
        .named_child(0)
    )
    assert str(s.info.type_of(argument)) == type_


@pytest.mark.parametrize(
    ("statement", "types"),
    [
        ("a, b := two()", ["int", "error"]),
        ("a, b := one()[s]", ["[]int", "bool"]),
        ("a, b := x.(*T)", ["*example.com/m.T", "bool"]),
        ("a, b := <-ch", ["*example.com/m.T", "bool"]),
        ("a, b := (<-ch)", ["*example.com/m.T", "bool"]),
        ("a, b := 1, 'x'", ["int", "rune"]),
        ("a, b := 1.5, 2i", ["float64", "complex128"]),
        ("a, b := i8 == 1, `s`", ["bool", "string"]),
        ("var a, b = two()", ["int", "error"]),
        ("var a, b Named", ["example.com/m.Named", "example.com/m.Named"]),
        ("var a, b = one()[s]", ["[]int", "bool"]),
        ("a, b := one()", ["unknown", "unknown"]),
        ("a, b := two(), 1", ["unknown", "int"]),
        ("for a, b := range one() { _, _ = a, b }", ["string", "[]int"]),
        ("for a, b := range s { _, _ = a, b }", ["int", "rune"]),
        ("for a, b := range pa { _, _ = a, b }", ["int", "int"]),
        ("for a, b := range sl { _, _ = a, b }", ["int", "example.com/m.T"]),
        ("for a := range ch { _ = a }", ["*example.com/m.T"]),
        ("for a := range 10 { _ = a }", ["int"]),
        ("for a := range i8 { _ = a }", ["int8"]),
        ("for a, b := range seq { _, _ = a, b }", ["string", "[]byte"]),
        ("for a := range func(yield func(Str) bool) {} { _ = a }", ["example.com/m.Str"]),
        ("select { case a, b := <-ch: _, _ = a, b }", ["*example.com/m.T", "bool"]),
        ("if a, b := two(); b != nil { _ = a }", ["int", "error"]),
        ("switch a := x.(type) { case int: _ = a }", ["int"]),
        ("switch a := x.(type) { case *T, int: _ = a }", ["any"]),
        ("switch a := x.(type) { case nil: _ = a }", ["any"]),
        ("switch a := x.(type) { default: _ = a }", ["any"]),
        ("func(a int, b ...string) { _, _ = a, b }(1)", ["int", "[]string"]),
        ("const a, b = iota, `x`", ["untyped int", "untyped string"]),
    ],
)
def test_the_types_that_a_statement_gives_its_names(
    snippet: Make, statement: str, types: list[str]
) -> None:
    seq = "func seq(yield func(string, []byte) bool) {}"
    s = snippet(f"{DECLARATIONS}\n{seq}\nfunc test() {{ {statement}; _ = 0 }}")
    test = s.info.file.declarations[-1]
    found = []
    for name in "ab"[: len(types)]:
        uses = [n for n in s.nodes(name, "identifier") if test.span.start <= n.start_byte]
        found.append(str(s.info.object_of(uses[-1]).type))
    assert found == types


def test_types_of_gives_as_many_as_the_place_takes(snippet: Make) -> None:
    s = snippet(
        f"{DECLARATIONS}\nfunc test() {{ v, ok := t.m[s]; w := t.m[s]; _, _, _ = v, ok, w }}"
    )
    first, second = s.nodes("t.m[s]", "index_expression")
    assert [str(t) for t in s.info.types_of(first)] == ["int", "bool"]
    assert [str(t) for t in s.info.types_of(second)] == ["int"]


@pytest.mark.parametrize(
    ("call", "conversion"),
    [
        ("Str(s)", True),
        ("(*T)(nil)", True),
        ("[]byte(s)", True),
        ("two()", False),
        ("len(s)", False),
        ("fns[k](1)", False),  # parsed as a conversion to a generic type
        ("G[int](nil)", True),
        ("gen[int](1)", False),
        ("unseen(1)", None),
    ],
)
def test_a_conversion_is_told_from_a_call(
    snippet: Make, call: str, conversion: bool | None
) -> None:
    more = (
        "type G[X any] []X\nfunc gen[X any](x X) X { return x }\n"
        "var fns map[string]func(int)\nvar k string"
    )
    s = snippet(f"{DECLARATIONS}\n{more}\nfunc test() {{ {call} }}")
    assert (
        s.info.is_conversion(s.node(call, "call_expression", "type_conversion_expression"))
        is conversion
    )


def test_a_call_through_an_index_is_no_instantiation(snippet: Make) -> None:
    s = snippet(
        "var fns map[string]func(int) []string\nvar k string\nfunc test() { _ = fns[k](1)[0] }"
    )
    assert s.type("fns[k](1)") == "[]string"
    assert s.info.index_kind(s.node("fns[k]", "generic_type")) == "map"


@pytest.mark.parametrize(
    "source",
    [
        "type T0 int\n"
        + "\n".join(f"type T{i} T{i - 1}" for i in range(1, 3001))
        + "\nvar x T3000",
        "const c0 = 1\n"
        + "\n".join(f"const c{i} = c{i - 1} + 1" for i in range(1, 3001))
        + "\nvar x = c3000",
        "var v0 = 1\n"
        + "\n".join(f"var v{i} = v{i - 1}" for i in range(1, 3001))
        + "\nvar x = v3000",
        f"var x {'[]' * 1500}int",
        f"var p int\nvar x = {'&' * 900}p",
        f"var y {'map[string]' * 900}int\nvar x = y{'[``]' * 900}",
        f"func f() {{ {'if true {} else ' * 900} {{ x := 1; _ = x }} }}\nvar x = 1",
        f"var x = {'func() any { return ' * 300}1{' }' * 300}",
    ],
)
def test_code_that_nobody_writes_is_answered_all_the_same(snippet: Make, source: str) -> None:
    s = snippet(source)
    found = s.info.object_of(s.node("x", "identifier", at=-1))
    assert found is not None
    assert isinstance(str(found.type), str)
    assert found.type.underlying is not None


@pytest.mark.parametrize("terms", [900])
def test_long_chains_need_no_stack(snippet: Make, terms: int) -> None:
    sums = " + ".join(["1"] * terms)
    calls = "b" + ".add()" * terms
    s = snippet(
        "type B struct{}\nfunc (b *B) add() *B { return b }\n"
        f"var b B\nvar x = {sums}\nvar y = {calls}\nvar z = {'(' * 400}1{')' * 400}"
    )
    assert str(s.info.object_of(s.node("x", "identifier")).type) == "int"
    assert s.info.constant(s.node(sums, "binary_expression")) == terms
    assert str(s.info.object_of(s.node("y", "identifier")).type) == "*example.com/m.B"
    assert str(s.info.object_of(s.node("z", "identifier")).type) in ("int", "unknown")
