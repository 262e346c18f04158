"""Where values of a struct type are copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.sharing import CopySite, copies_of, variable_denoted

if TYPE_CHECKING:
    from conftest import Snippet

Make = Callable[..., Any]

HEAD = """import (
	"fmt"
	"slices"
	"sync/atomic"
)

type S struct { n int; m map[string]int }
type W struct { name string; s S }
type A [2]S
type Q struct { n int; m map[string]int }
type Other struct { n int; p *S }
type Alias = S
type Anon struct { in struct { deep int; other int } }

var (
	_ = fmt.Sprint
	_ = slices.Max[[]int]
	_ atomic.Value
)

func use(p *S) int        { return p.n }
func give() S             { return S{} }
func two() (S, error)     { return S{}, nil }
func point() *S           { return &S{} }
func take(any)            {}
func all(...any)          {}
func generic[T any](t T)  {}
func byValue(*W, ...func(*S)) {}

var global S
"""

# code and the copies in it
TABLE = [
    ("func f(s S) {}", ["parameter s S"]),
    ("func f(s, t S) {}", ["parameter s, t S"]),
    ("func f(w W) {}", ["parameter w W"]),
    ("func f(a A) {}", ["parameter a A"]),
    ("func f(a Alias) {}", ["parameter a Alias"]),
    ("func f(s *S, l []S, c chan S, o Other, g func(S)) {}", []),
    ("func f(s ...S) {}", []),
    ("func (s S) f() {}", ["receiver s S"]),
    ("func (W) f() {}", ["receiver W"]),
    ("func (s *S) f() {}", []),
    ("func (o Other) f() {}", []),
    ("func f() { g := func(s S) {}; g(give()) }", ["parameter s S"]),
    ("func f() S { return global }", ["result global"]),
    ("func f(p *S) S { return *p }", ["result *p"]),
    ("func f() S { return S{} }", []),
    ("func f() (s S) { return }", []),
    ("func f() S { return give() }", []),
    ("func f() any { return global }", ["interface global"]),
    ("func f() any { return S{} }", ["interface S{}"]),
    ("func f() any { return &global }", []),
    ("func f() int { return global.n }", []),
    ("func f() { s := S{}; _ = s }", []),
    ("func f() { s := global; _ = s.n }", ["assignment global"]),
    ("func f() { s := (global); _ = s.n }", ["assignment (global)"]),
    ("func f() { var s = global; _ = s.n }", ["assignment global"]),
    ("func f() { var s S; _ = s.n }", []),
    ("func f() { _ = global }", []),
    ("func f(p *S) { s := *p; _ = s.n }", ["dereference *p"]),
    ("func f(p *S) { n := (*p).n; _ = n }", []),
    ("func f(p *S) { n := p.n; q := &*p; _, _ = n, q }", []),
    ("func f(w *W) { s := w.s; _ = s.n }", ["assignment w.s"]),
    ("func f(w *W) { s := &w.s; _ = s }", []),
    ("func f(a *A) { s := a[0]; _ = s.n }", ["array a[0]"]),
    ("func f(l []S) { s := l[0]; _ = s.n }", ["slice-element l[0]"]),
    ("func f(l []S) { s := &l[0]; n := l[0].n; l[0].n = 2; _, _ = s, n }", []),
    ("func f(l []S) { l[0], l[1] = l[1], l[0] }", ["slice-element l[1]", "slice-element l[0]"]),
    ("func f() { m := map[int]S{}; _ = m }", ["map-element map[int]S"]),
    ("func f(k string) { m := map[S]int{}; _ = m }", ["map-element map[S]int"]),
    ("func f() { m := map[int]*S{}; _ = m }", []),
    ("func f(l []S) []S { return append(l, S{}) }", ["slice-element append(l, S{})"]),
    ("func f(l []S) []S { return append(l, global) }",
     ["slice-element append(l, global)", "argument append(l, global)"]),
    ("func f(l []*S) []*S { return append(l, &S{}) }", []),
    ("func f(l []S) int { return len(l) + cap(l) }", []),
    ("func f(l []S) { copy(l, l[1:]) }", ["slice-element copy(l, l[1:])"]),
    ("func f(l []S) { _ = slices.Clone(l) }", ["slice-element slices.Clone(l)"]),
    ("func f(l []S) { use(&l[0]) }", []),
    ("func f(l []S) { for _, s := range l { _ = s.n } }", ["range _, s := range l"]),
    ("func f(l []S) { for i := range l { l[i].n++ } }", []),
    ("func f(l []S) { for _, _ = range l { } }", []),
    ("func f(l []*S) { for _, s := range l { s.n++ } }", []),
    ("func f(a *A) { for _, s := range a { _ = s.n } }", ["range _, s := range a"]),
    ("func f(c chan S) { for s := range c { _ = s.n } }", ["range s := range c"]),
    ("func f(l []W) { for _, w := range l { _ = w.name } }", ["range _, w := range l"]),
    ("func f(c chan S) { c <- global }", ["channel global"]),
    ("func f(c chan S) { c <- S{} }", []),
    ("func f(c chan S) { s := <-c; _ = s.n }", ["channel <-c"]),
    ("func f(c chan S) { select { case s := <-c: _ = s.n; default: } }", ["channel <-c"]),
    ("func f() { take(global) }", ["interface take(global)"]),
    ("func f() { take(S{}) }", ["interface take(S{})"]),
    ("func f() { all(1, give()) }", ["interface all(1, give())"]),
    ("func f() { fmt.Println(global.n, &global) }", []),
    ("func f() { fmt.Println(global) }", ["interface fmt.Println(global)"]),
    ("func f() { generic(global) }", ["argument generic(global)"]),
    ("func f() { _ = any(global) }", ["interface any(global)"]),
    ("func f(v *atomic.Value) { v.Store(global) }", ["atomic-value v.Store(global)"]),
    ("func f(v *atomic.Value) { v.Store(&global) }", []),
    ("func f(v any) { s := v.(S); _ = s.n }", ["interface v.(S)", "interface v.(S)"]),
    ("func f(v any) { s := v.(*S); _ = s.n }", []),
    ("func f(v any) { switch s := v.(type) { case S: _ = s.n } }", ["interface S"]),
    ("func f(v any) { switch v.(type) { case S: } }", []),
    ("func f(q Q) { s := S(q); _ = s.n }", ["conversion S(q)"]),
    ("func f() { q := Q(give()); _ = q.n }", ["conversion Q(give())"]),
    ("func f(q *Q) { s := (*S)(q); _ = s.n }", ["conversion (*S)(q)"]),
    ("func f(s *S) { t := (*S)(s); _ = t.n }", []),
    ("func f(fs []func(*S), i int, s *S) { fs[i](s) }", []),
    ("func f(fs []func(S), i int, s *S) { fs[i](*s) }", ["argument fs[i](*s)"]),
    ("func f(o *O2, s *S) { o.fs[o.i](s) }; type O2 struct { fs []func(*S); i int }", []),
    ("func f(s *S) { *s = S{} }", ["overwrite *s"]),
    ("func f(s *S) { *s = give() }", ["overwrite *s"]),
    ("func f(s *S) { *s = *point() }", ["dereference *point()"]),
    ("func f(w *W) { w.s = S{} }", ["overwrite w.s"]),
    ("func f() { global, _ = two() }", ["overwrite global"]),
    ("func f() { s, err := two(); _, _ = s.n, err }", []),
    ("func f(w *W) { w.s.n = 1 }", []),
    ("func f() { w := W{s: global}; _ = w.name }", ["field global"]),
    ("func f() { w := &W{\"a\", global}; _ = w.name }", ["field global"]),
    ("func f() { w := W{s: S{}}; _ = w.name }", []),
    ("func f() { l := []S{global, {}}; _ = l }", ["slice-element global"]),
    ("func f() { l := []any{S{}}; _ = l }", ["interface S{}"]),
    ("func f() { l := [...]S{global}; _ = l[0].n }", ["array global"]),
    ("func f() { o := Other{p: &global}; _ = o }", []),
    ("func f() { _ = global.n == 1 || &global == nil }", []),
    ("func f() { func() { global.n++ }() }", []),
    ("func f(s S", ["unknown func f(s S"]),
]  # fmt: skip


def copies(made: Snippet, text: str) -> tuple[CopySite, ...]:
    found = variable_denoted(made.info, made.nodes(text, "selector_expression")[0])
    assert found is not None
    return copies_of(made.semantics, found)


@pytest.mark.parametrize(
    ("code", "expected"), TABLE, ids=lambda each: each if isinstance(each, str) else ""
)
def test_copies(snippet: Make, code: str, expected: list[str]) -> None:
    made = snippet(f"{HEAD}\n{code}")
    found = copies(made, "p.n")
    assert [f"{each.how} {made.info.file.text(each.node)}" for each in found] == expected
    assert {each.function is None for each in found} <= {expected[:1] == ["unknown func f(s S"]}


def test_by_type_as_by_field(snippet: Make) -> None:
    made = snippet(f"{HEAD}\nfunc f(w W, s S, o Other) {{}}")
    kind = made.info.scope.lookup("S").type
    assert copies_of(made.semantics, kind) == copies(made, "p.n")
    assert [each.node.text for each in copies_of(made.semantics, kind)] == [b"w W", b"s S"]


def test_in_every_package_that_can_hold_the_type(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\ntype S struct{ n int }\n\ntype s struct{ n int }\n\n"
            "func f(a *S, b *s) { a.n, b.n = 1, 2 }\n",
            "a_windows.go": "package m\n\nfunc g(v S, w s) {}\n",
            "a_test.go": "package m\n\nfunc h(v S, w s) {}\n",
            "x_test.go": 'package m_test\n\nimport "example.com/m"\n\nfunc i(v m.S) {}\n',
            "sub/b.go": 'package sub\n\nimport "example.com/m"\n\ntype W struct{ v m.S }\n\n'
            "func j(w W) {}\n",
        }
    )
    paths = [each.path for each in copies(made, "a.n")]
    assert paths == ["a_test.go", "a_windows.go", "sub/b.go", "x_test.go"]
    assert [each.path for each in copies(made, "b.n")] == ["a_test.go", "a_windows.go"]


def test_structs_without_names(snippet: Make) -> None:
    made = snippet(
        "type T struct{ state struct{ n int } }\n\nvar cache struct{ n int }\n\n"
        "func f(t *T) {\n\tt.state.n, cache.n = 1, 2\n\tx := t.state\n\ty := cache\n"
        "\tz := *t\n\t_, _, _ = x, y, z\n}"
    )
    assert [each.node.text for each in copies(made, "t.state.n")] == [b"t.state", b"*t"]
    assert [each.node.text for each in copies(made, "cache.n")] == [b"cache"]


def test_generic_structs(snippet: Make) -> None:
    made = snippet(
        "type G[T any] struct{ n T }\n\nfunc f(g *G[int]) { g.n = 1; h := *g; _ = h }\n\n"
        "func (g G[T]) get() T { return g.n }"
    )
    assert [each.how for each in copies(made, "g.n")] == ["dereference", "receiver"]


def test_in_packages_that_never_name_the_type(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\ntype S struct{ n int }\n\nfunc (s *S) set() { s.n = 1 }\n\n"
            "func Other() int { return 1 }\n\nfunc Each(f func(*S) interface{}) {}\n",
            "mid/b.go": 'package mid\n\nimport "example.com/m"\n\n'
            "type Box struct{ In *m.S }\n\n"
            "type Boxes []Box\n\nfunc (b Boxes) First() *Box { return &b[0] }\n\n"
            "func Make() (interface{}, Boxes) { return nil, nil }\n",
            "top/c.go": 'package top\n\nimport "example.com/m/mid"\n\n'
            "var _, all = mid.Make()\n\n"
            "func f() any { first := all.First(); return *first.In }\n\n"
            "func g(n int) int { m := n; return m }\n",
        }
    )
    assert [(each.path, each.how) for each in copies(made, "s.n")] == [("top/c.go", "interface")]
