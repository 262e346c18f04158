"""Generic types and functions: instantiation, inference, constraints, methods."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gofixmap.semantics.info import Semantics
from gofixmap.semantics.inspect import inspect_types
from gofixmap.workspace import Workspace

Make = Callable[..., Any]

DECLARATIONS = """
import (
	"cmp"
	"maps"
	"slices"
)

type Pair[K comparable, V any] struct {
	key K
	val V
}

func (p *Pair[A, B]) Swap() Pair[B, A]   { panic(0) }
func (p Pair[A, _]) Keys() []A            { return nil }
func (p Pair[K, V]) Conv[T any](f func(V) T) Pair[K, T] { var t []T; _ = t; panic(0) }

type List[T any] struct {
	next *List[T]
	items []T
}

type Strings = List[string]
type Vec[T any] = []Pair[string, T]
type Set[T comparable] map[T]struct{}
type Tree[T interface{ Less(T) bool }] struct{ root *T }
type Num interface{ ~int | ~float64 }
type MyInt int
type Embeds[T any] struct{ List[T] }

func Map[S ~[]E, E, R any](s S, f func(E) R) []R { return nil }
func Keys[M ~map[K]V, K comparable, V any](m M) []K { return nil }
func Zero[T any]() T { var z T; return z }
func Sum[T Num](xs ...T) T { return xs[0] }
func Ptr[T any](x T) *T { return &x }
func Apply[A, B any](a A, f func(A) B) B { return f(a) }
func Same[T any](a, b T) []T { return nil }
func Chan[T any](c <-chan T) T { return <-c }
func New[T any, PT interface{ *T; Set(string) }](s string) T { var t T; PT(&t).Set(s); return t }
func Partial[R, A any](a A) map[R]A { return nil }
func id[T any](x T) T { return x }

type Conf struct{}

func (c *Conf) Set(string) {}

var (
	p    Pair[string, []int]
	l    List[map[string]int]
	strs Strings
	vec  Vec[bool]
	set  Set[MyInt]
	mi   []MyInt
	m    map[string][]byte
	ch   chan MyInt
	emb  Embeds[*Conf]
	nm   interface{ M() }
)
var _ = cmp.Compare[int]
"""


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("p.key", "string"),
        ("p.val[0]", "int"),
        ("p.Swap()", "example.com/m.Pair[[]int, string]"),
        ("p.Swap().key", "[]int"),
        ("p.Swap().Swap().val", "[]int"),
        ("p.Keys()", "[]string"),
        ("p.Conv(func(x []int) bool { return true })", "example.com/m.Pair[string, bool]"),
        ("p.Conv[error](nil)", "example.com/m.Pair[string, error]"),
        ("l.next.next.items", "[]map[string]int"),
        ("strs", "example.com/m.Strings"),
        ("strs.items", "[]string"),
        ("vec", "example.com/m.Vec[bool]"),
        ("vec[0].val", "bool"),
        ("set[1]", "struct{}"),
        ("emb.items[0]", "*example.com/m.Conf"),
        ("emb.next", "*example.com/m.List[*example.com/m.Conf]"),
        ("Pair[int, string]{}", "example.com/m.Pair[int, string]"),
        ("[]Pair[int, List[bool]]{}", "[]example.com/m.Pair[int, example.com/m.List[bool]]"),
        ("List[int](nil)", "example.com/m.List[int]"),
        ("(*List[int])(nil)", "*example.com/m.List[int]"),
        ("new(Pair[int, bool])", "*example.com/m.Pair[int, bool]"),
        # Inference
        ("Map(mi, func(x MyInt) string { return `` })", "[]string"),
        ("Map(mi, func(x MyInt) string { return `` })[0]", "string"),
        ("Keys(m)", "[]string"),
        ("Keys(set)", "[]example.com/m.MyInt"),
        ("Sum(1, 2.5)", "float64"),
        ("Sum(MyInt(1), 2)", "example.com/m.MyInt"),
        ("Ptr(1)", "*int"),
        ("Ptr('a')", "*rune"),
        ("Ptr(`s`)", "*string"),
        ("Ptr(Ptr(true))", "**bool"),
        ("Apply(1, func(int) []string { return nil })[0]", "string"),
        ("Apply(m, Keys[map[string][]byte])", "[]string"),
        ("Same(nil, mi)", "[][]example.com/m.MyInt"),
        ("Same([]MyInt(nil), mi)", "[][]example.com/m.MyInt"),
        ("Chan(ch)", "example.com/m.MyInt"),
        ("New[Conf](``)", "example.com/m.Conf"),
        ("Partial[int](`x`)", "map[int]string"),
        ("Partial[int, []int](nil)", "map[int][]int"),
        ("Zero[map[string]int]()", "map[string]int"),
        ("Zero[func(int) error]()", "func(int) error"),
        ("id(p.Swap)", "func() example.com/m.Pair[[]int, string]"),
        ("Apply(1, id)", "int"),
        ("Same(nm, nil)", "[]interface{M()}"),
        # Not inferable, or not known
        ("Zero()", "unknown"),
        ("Partial(1)", "unknown"),
        ("Same(1, unseen)", "unknown"),
        ("Same(m, mi)", "unknown"),
        ("Map(unseen, func(x int) int { return x })", "unknown"),
        # The standard library
        ("slices.Sorted(maps.Keys(m))", "[]string"),
        ("slices.Clone(mi)", "[]example.com/m.MyInt"),
        ("slices.Collect(maps.Values(m))[0]", "[]byte"),
        ("slices.Max(mi)", "example.com/m.MyInt"),
        ("maps.Clone(m)", "map[string][]byte"),
        ("slices.IndexFunc(mi, func(x MyInt) bool { return true })", "int"),
    ],
)
def test_the_type_of_a_generic_expression(snippet: Make, expression: str, type_: str) -> None:
    s = snippet(f"{DECLARATIONS}\nfunc test() {{ sink({expression}) }}")
    argument = s.node(f"sink({expression})", "call_expression").child_by_field_name("arguments")
    assert str(s.info.type_of(argument.named_child(0))) == type_


@pytest.mark.parametrize(
    ("function", "expression", "type_"),
    [
        ("func f[M ~map[K]V, K comparable, V any](m M, k K)", "m[k]", "V"),
        ("func f[S ~[]E, E any](m S, k int)", "m[k]", "E"),
        ("func f[S ~[]E, E any](m S, k int)", "m[1:]", "S"),
        ("func f[T any](m []T, k int)", "m[k]", "T"),
        ("func f[B ~string | ~[]byte](m B, k int)", "m[k]", "byte"),
        ("func f[A [4]int | []int](m A, k int)", "m[k]", "int"),
        ("func f[P interface{ *[3]T }, T any](m P, k int)", "m[k]", "T"),
        ("func f[T any](m T, k int)", "m[k]", "unknown"),
        ("func f[A []int | []string](m A, k int)", "m[k]", "unknown"),
        ("func f[T interface{ ~[]E }, E fmt](m T, k int)", "m[k]", "E"),
        ("func f[C ~chan E, E any](m C, k int)", "<-m", "E"),
        ("func f[F func(int) R, R any](m F, k int)", "m(k)", "R"),
        ("func f[T interface{ Name() []string }](m T, k int)", "m.Name()[k]", "string"),
        ("func f[T interface{ comparable; Get(int) T }](m T, k int)", "m.Get(k)", "T"),
        ("func f[PT interface{ *T; Set() }, T any](m PT, k int)", "*m", "T"),
    ],
)
def test_type_parameters_have_core_types_and_methods(
    snippet: Make, function: str, expression: str, type_: str
) -> None:
    s = snippet(f"type fmt interface{{}}\n{function} {{ _ = {expression} }}")
    assert s.type(expression) == type_


def test_a_generic_method_sees_its_own_type_parameters(snippet: Make) -> None:
    s = snippet(
        "type S[K comparable] struct{ m map[K]int }\n"
        "func (s *S[Q]) Do[P any](p []P, q Q) { _ = p[0]; _ = s.m[q]; var x map[Q]P; _ = x[q] }"
    )
    assert s.type("p[0]") == "P"
    assert s.type("s.m") == "map[Q]int"
    assert s.type("x[q]") == "P"


def test_receiver_type_parameters_may_be_blank_and_renamed(snippet: Make) -> None:
    s = snippet(
        "type G[K comparable, V any] struct{ m map[K]V }\n"
        "func (g G[_, W]) f() { for _, w := range g.m { _ = w } }\n"
        "func (g *G[A, B]) h() map[A]B { return g.m }\n"
        "var x = (&G[string, bool]{}).h()"
    )
    assert str(s.info.object_of(s.node("w", "identifier", at=-1)).type) == "W"
    assert s.type("(&G[string, bool]{}).h()") == "map[string]bool"


def test_a_local_type_in_a_generic_function_keeps_the_parameter(snippet: Make) -> None:
    s = snippet("func f[T any](x T) { type local struct{ v []T }; l := local{}; _ = l.v[0] }")
    assert s.type("l.v") == "[]T"


def test_a_recursive_generic_call_infers_its_own_parameters(snippet: Make) -> None:
    s = snippet("func f[T any](x []T, n int) T { _ = f(x, 1); _ = f([][]T{x}, 2); return x[0] }")
    assert s.type("f(x, 1)") == "T"
    assert s.type("f([][]T{x}, 2)") == "[]T"


def test_an_endless_instantiation_ends(snippet: Make) -> None:
    s = snippet("type T[P any] struct{ f *T[[]P] }\nvar x T[int]\nvar y = x.f.f.f")
    assert s.type("x.f.f.f") == "*example.com/m.T[[][][]int]"


def test_rows_of_instantiations_print_the_generic_operand(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/p\n\ngo 1.25\n")
    (tmp_path / "p.go").write_text(
        "package p\n\ntype Box[T any] struct{ v T }\n\nvar x Box[int]\n\n"
        "func F[K comparable, V any](m map[K]V, k K) V { return m[k] }\n\n"
        "var f = F[string, int]\n"
    )
    semantics = Semantics(Workspace.open([tmp_path]))
    rows = {row["text"]: (row["kind"], row["type"]) for row in inspect_types(semantics, ["p.go"])}
    assert rows["Box[int]"] == ("instantiation", "example.com/p.Box[T any]")
    assert rows["F[string, int]"] == (
        "instantiation",
        "func[K comparable, V any](m map[K]V, k K) V",
    )
