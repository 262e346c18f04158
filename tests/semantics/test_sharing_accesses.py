"""All accesses to a variable, and what each one does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.sharing import Access, Accesses, Operation, accesses_of, variable_denoted

if TYPE_CHECKING:
    from conftest import Snippet

Make = Callable[..., Any]

HEAD = """import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
)

type Elem struct {
	f   int
	arr [3]int
	ptr *Elem
	in  Part
}

type Part struct {
	n    int
	m    map[string]int
	s    []int
	arr  [2]int
	p    *Elem
	mu   sync.Mutex
	buf  bytes.Buffer
}

func (e *Elem) Set()     {}
func (e Elem) Get() int  { return e.f }

type Table map[string]int

func (t Table) Put(k string) { t[k] = 1 }

type C struct {
	m   map[string]int
	mm  map[string]map[string]int
	mp  map[string]*Elem
	mv  map[string]Elem
	ms  map[string][]int
	mf  map[string]func(int) int
	mg  map[int]func(map[string]int)
	t   Table
	s   []int
	se  []Elem
	sp  []*Elem
	arr [4]int
	ae  [4]Elem
	pa  *[4]int
	n   int
	str string
	f   func(int) int
	ch  chan int
	p   *Elem
	e   Elem
	v   Part
	x   any
	err error
	at  atomic.Int64
	mu  sync.Mutex
	i64 int64
}

func take(...any)           {}
func keep(m map[string]int) {}
func num(int) int           { return 0 }
func two() (int, int)       { return 0, 0 }
func ret(any) any           { return nil }

var (
	_ = fmt.Sprint
	_ = sort.Ints
	_ = slices.Sort[[]int]
	_ = maps.Keys[map[int]int]
)
"""

# field, statements, operation and whole expression of each mention in source order
TABLE = [
    # maps
    ("m", "_ = c.m[k]", "index-read c.m[k]"),
    ("m", "_ = (c.m)[k]", "index-read (c.m)[k]"),
    ("m", "_ = (*c).m[k]", "index-read (*c).m[k]"),
    ("m", "x, y := c.m[k]; _, _ = x, y", "lookup c.m[k]"),
    ("m", "var x, y = c.m[k]; _, _ = x, y", "lookup c.m[k]"),
    ("m", "_, ok = (c.m[k])", "lookup c.m[k]"),
    ("m", "if _, ok := c.m[k]; ok { }", "lookup c.m[k]"),
    ("m", "x, y := c.m[k], c.m[k]; _, _ = x, y", "index-read c.m[k]; index-read c.m[k]"),
    ("m", "c.m[k] = 1", "index-write c.m[k]"),
    ("m", "(c.m[k]) = 1", "index-write c.m[k]"),
    ("m", "i, c.m[k] = 1, 2", "index-write c.m[k]"),
    ("m", "i, c.m[k] = two()", "index-write c.m[k]"),
    (
        "m",
        "c.m[k], c.m[k] = c.m[k], c.m[k]",
        "index-write c.m[k]; " * 2 + "index-read c.m[k]; " * 2,
    ),
    ("m", "c.m[k]++", "index-update c.m[k]"),
    ("m", "c.m[k] -= num(1)", "index-update c.m[k]"),
    ("m", "c.m[k] |= c.m[k]", "index-update c.m[k]; index-read c.m[k]"),
    ("m", "c.m[k] = c.m[k] + 1", "index-write c.m[k]; index-read c.m[k]"),
    ("ms", "c.ms[k] = append(c.ms[k], 1)", "index-update c.ms[k]; index-read c.ms[k]"),
    ("ms", "c.ms[k] = append(c.ms[o], 1)", "index-write c.ms[k]; index-read c.ms[o]"),
    ("ms", "c.ms[k][0] = 1", "index-read c.ms[k]"),
    ("mm", "c.mm[k][o] = 1", "index-read c.mm[k]"),
    ("mm", "delete(c.mm[k], o)", "index-read c.mm[k]"),
    ("mm", "_ = len(c.mm[k])", "index-read c.mm[k]"),
    ("mp", "c.mp[k].f = 1", "index-read c.mp[k]"),
    ("mp", "c.mp[k].Set()", "index-read c.mp[k]"),
    ("mv", "_ = c.mv[k].arr[1]", "index-read c.mv[k]"),
    ("mv", "_ = c.mv[k].Get()", "index-read c.mv[k]"),
    ("mf", "c.mf[k](1)", "index-read c.mf[k]"),
    ("mf", "_ = c.mf[k](1)", "index-read c.mf[k]"),
    ("m", "for c.m[k] = range c.s {}", "index-write c.m[k]"),
    ("m", "for i, c.m[k] = range c.s {}", "index-write c.m[k]"),
    ("m", "select { case c.m[k] = <-c.ch: }", "index-write c.m[k]"),
    ("m", "select { case c.m[k], ok = <-c.ch: }", "index-write c.m[k]"),
    ("m", "delete(c.m, k)", "delete delete(c.m, k)"),
    ("m", "delete((c.m), k)", "delete delete((c.m), k)"),
    ("m", "clear(c.m)", "clear clear(c.m)"),
    ("m", "_ = len(c.m)", "len len(c.m)"),
    ("m", "for range c.m {}", "range range c.m"),
    ("m", "for k, i = range (c.m) {}", "range k, i = range (c.m)"),
    ("m", "for k := range maps.Keys(c.m) { _ = k }", "range k := range maps.Keys(c.m)"),
    ("m", "_ = c.m == nil", "compare c.m == nil"),
    ("m", "if nil != (c.m) {}", "compare nil != (c.m)"),
    ("m", "c.m = nil", "assign c.m"),
    ("m", "c.m, i = map[string]int{}, 1", "assign c.m"),
    ("m", "c.m = make(map[string]int, len(c.m))", "assign c.m; len len(c.m)"),
    ("m", "return c.m", "return c.m"),
    ("m", "return (c.m)", "return (c.m)"),
    ("m", "return Table(c.m)", "return Table(c.m)"),
    ("m", "return len(c.m)", "len len(c.m)"),
    ("m", "return c.m[k]", "index-read c.m[k]"),
    ("m", "x := c.m; _ = x", "store c.m"),
    ("m", "var x = c.m; _ = x", "store c.m"),
    ("m", "var x, y = c.m, c.m; _, _ = x, y", "store c.m; store c.m"),
    ("m", "_ = c.m", "read c.m"),
    ("m", "c.x = c.m", "store c.m"),
    ("m", "c.x = Table(c.m)", "store Table(c.m)"),
    ("m", "_ = []any{c.m}", "store c.m"),
    ("m", "_ = map[string]any{k: c.m}", "store c.m"),
    ("m", "_ = C{m: c.m}", "initialize m: c.m; store c.m"),
    ("m", "_ = &C{m: nil}", "initialize m: nil"),
    ("m", "_ = []*C{{m: nil}}", "initialize m: nil"),
    ("m", "_ = map[string]C{k: {m: nil}}", "initialize m: nil"),
    ("m", "_ = Part{m: nil}", ""),
    ("m", "m := 1; _ = map[int]int{m: m}", ""),
    ("m", "type T struct{ m int }; _ = T{m: 1}", ""),
    ("m", "keep(c.m)", "argument keep(c.m)"),
    ("m", "go keep(c.m)", "argument keep(c.m)"),
    ("m", "defer keep((c.m))", "argument keep((c.m))"),
    ("m", "c.mg[c.n](c.m)", "argument c.mg[c.n](c.m)"),
    ("mg", "c.mg[c.n](c.m)", "index-read c.mg[c.n]"),
    ("n", "c.mg[c.n](c.m)", "read c.n"),
    ("m", "take(k, c.m)", "argument take(k, c.m)"),
    ("m", "take(c.m[k])", "index-read c.m[k]"),
    ("m", "fmt.Println(c.m)", "argument fmt.Println(c.m)"),
    ("m", "_ = maps.Clone(c.m)", "clone maps.Clone(c.m)"),
    ("m", "c.m = maps.Clone(c.m)", "assign c.m; clone maps.Clone(c.m)"),
    ("m", "maps.Copy(c.m, c.t)", "update maps.Copy(c.m, c.t)"),
    ("t", "maps.Copy(c.m, c.t)", "clone maps.Copy(c.m, c.t)"),
    ("m", "_ = maps.Keys(c.m)", "iterator maps.Keys(c.m)"),
    ("m", "it := maps.All(c.m); _ = it", "iterator maps.All(c.m)"),
    ("m", "_ = slices.Sorted(maps.Keys(c.m))", "clone slices.Sorted(maps.Keys(c.m))"),
    ("m", "p := &c.m; _ = p", "address &c.m"),
    ("m", "take(&c.m)", "address &c.m"),
    ("t", "c.t.Put(k)", "method c.t.Put(k)"),
    ("t", "g := c.t.Put; _ = g", "method-value c.t.Put"),
    ("t", "go c.t.Put(k)", "method c.t.Put(k)"),
    ("x", "_ = c.x.(map[string]int)", "read c.x.(map[string]int)"),
    ("x", "y := c.x.(map[string]int); _ = y", "store c.x.(map[string]int)"),
    ("x", "switch y := c.x.(type) { default: _ = y }", "read c.x"),
    ("x", "return c.x", "read c.x"),
    # slices
    ("s", "c.s = append(c.s, 1)", "append c.s; read c.s"),
    ("s", "c.s = (append((c.s), 1))", "append c.s; read (c.s)"),
    (
        "s",
        "c.s = append(c.s[:1], c.s[2:]...)",
        "update c.s; " + "read c.s[:1]; clone append(c.s[:1], c.s[2:]...)",
    ),
    ("s", "c.s = append([]int(nil), c.s...)", "assign c.s; clone append([]int(nil), c.s...)"),
    ("s", "x := append(c.s, 1); _ = x", "store append(c.s, 1)"),
    ("s", "return append(c.s, 1)", "return append(c.s, 1)"),
    ("ms", "c.ms[k] = append(c.ms[k], c.s...)", "index-update c.ms[k]; index-read c.ms[k]"),
    ("s", "c.s = c.s[1:]", "update c.s; read c.s[1:]"),
    ("s", "c.s = c.s[:0]", "update c.s; read c.s[:0]"),
    ("s", "x := c.s[1:]; _ = x", "store c.s[1:]"),
    ("s", "_ = c.s[1:][0]", "index-read c.s[1:][0]"),
    ("s", "c.s[1:][0] = 2", "index-write c.s[1:][0]"),
    ("s", "c.s[0] = 1", "index-write c.s[0]"),
    ("s", "c.s[0]++", "index-update c.s[0]"),
    (
        "s",
        "c.s[i], c.s[i] = c.s[i], c.s[i]",
        "index-write c.s[i]; index-write c.s[i]; index-read c.s[i]; index-read c.s[i]",
    ),
    ("s", "_ = c.s[0]", "index-read c.s[0]"),
    ("s", "p := &c.s[0]; _ = p", "address &c.s[0]"),
    ("s", "copy(c.s, c.s[1:])", "index-write copy(c.s, c.s[1:]); clone copy(c.s, c.s[1:])"),
    ("s", "_ = cap(c.s[1:])", "len cap(c.s[1:])"),
    ("s", "for i := range c.s { _ = i }", "range i := range c.s"),
    ("s", "sort.Ints(c.s)", "update sort.Ints(c.s)"),
    ("s", "slices.Sort(c.s)", "update slices.Sort(c.s)"),
    ("s", "c.s = slices.Delete(c.s, 0, 1)", "update c.s; update slices.Delete(c.s, 0, 1)"),
    ("s", "_ = slices.Contains(c.s, 1)", "clone slices.Contains(c.s, 1)"),
    ("s", "slices := c; _ = slices.s", "read slices.s"),
    ("se", "c.se[0].f = 1", "part-write c.se[0].f"),
    ("se", "c.se[0].arr[1]++", "part-write c.se[0].arr[1]"),
    ("se", "c.se[0].ptr.f = 1", "index-read c.se[0]"),
    ("se", "c.se[0].in.m[k] = 1", "index-read c.se[0]"),
    ("se", "c.se[0] = Elem{}", "index-write c.se[0]"),
    ("se", "c.se[0].Set()", "method c.se[0].Set()"),
    ("se", "_ = c.se[0].Get()", "index-read c.se[0]"),
    ("se", "p := &c.se[0].f; _ = p", "address &c.se[0].f"),
    ("se", "c.se[0].in.mu.Lock()", "atomic c.se[0].in.mu.Lock()"),
    ("se", "_ = c.se[0].arr[:]", "address c.se[0].arr[:]"),
    ("sp", "c.sp[0].f = 1", "index-read c.sp[0]"),
    # arrays
    ("arr", "c.arr[0] = 1", "index-write c.arr[0]"),
    ("arr", "c.arr[0]++", "index-update c.arr[0]"),
    ("arr", "_ = c.arr[0]", "index-read c.arr[0]"),
    ("arr", "x := c.arr[:]; _ = x", "address c.arr[:]"),
    ("arr", "x := c.arr; _ = x", "read c.arr"),
    ("ae", "c.ae[0].f = 1", "part-write c.ae[0].f"),
    ("pa", "c.pa[0] = 1", "read c.pa"),
    ("pa", "for i := range c.pa { _ = i }", "read c.pa"),
    # numbers and other plain values
    ("n", "c.n++", "update c.n"),
    ("n", "(c.n)--", "update (c.n)"),
    ("n", "c.n += c.n", "update c.n; read c.n"),
    ("n", "c.n = c.n + 1", "update c.n; read c.n"),
    ("n", "c.n = 1 + c.n", "update c.n; read c.n"),
    ("n", "c.n = num(c.n)", "assign c.n; read c.n"),
    ("n", "c.n = 1", "assign c.n"),
    ("n", "c.n, c.n = two()", "assign c.n; assign c.n"),
    ("n", "for c.n = range 3 {}", "assign c.n"),
    ("n", "for range c.n {}", "read c.n"),
    ("n", "for c.n = 0; c.n < 3; c.n++ {}", "assign c.n; read c.n; update c.n"),
    ("n", "return c.n", "read c.n"),
    ("n", "take(c.n)", "read c.n"),
    ("n", "x := c.n; _ = x", "read c.n"),
    ("n", "c.m[k] = c.n", "read c.n"),
    ("n", "_ = c.arr[c.n]", "read c.n"),
    ("n", "c.ch <- c.n", "read c.n"),
    ("n", "p := &c.n; *p = 1", "address &c.n"),
    ("n", "{ c := c.v; c.n = 1 }", ""),
    ("n", "n := 1; n++; _ = n", ""),
    ("n", "c.v.n = 1", ""),
    ("n", "func() { c.n++ }()", "update c.n"),
    ("n", "go func(n int) { c.n = n }(1)", "assign c.n"),
    ("str", "_ = c.str[0]", "index-read c.str[0]"),
    ("str", "_ = c.str[1:]", "read c.str[1:]"),
    ("str", "for range c.str {}", "read c.str"),
    ("str", "c.str += k", "update c.str"),
    ("str", "_ = c.str == k", "read c.str"),
    ("i64", "atomic.AddInt64(&c.i64, 1)", "atomic atomic.AddInt64(&c.i64, 1)"),
    ("i64", "_ = atomic.LoadInt64((&c.i64))", "atomic atomic.LoadInt64((&c.i64))"),
    ("at", "c.at.Add(1)", "atomic c.at.Add(1)"),
    ("at", "x := &c.at; _ = x", "address &c.at"),
    ("mu", "c.mu.Lock()", "atomic c.mu.Lock()"),
    ("mu", "defer c.mu.Unlock()", "atomic c.mu.Unlock()"),
    ("mu", "g := c.mu.Unlock; _ = g", "method-value c.mu.Unlock"),
    # pointers, functions, channels
    ("p", "c.p.f = 1", "read c.p.f"),
    ("p", "*c.p = Elem{}", "read c.p"),
    ("p", "c.p = &Elem{}", "assign c.p"),
    ("p", "c.p.Set()", "method c.p.Set()"),
    ("p", "return c.p", "return c.p"),
    ("p", "if c.p != nil {}", "compare c.p != nil"),
    ("f", "c.f(1)", "call c.f(1)"),
    ("f", "(c.f)(1)", "call (c.f)(1)"),
    ("f", "go c.f(1)", "call c.f(1)"),
    ("f", "x := c.f; _ = x", "store c.f"),
    ("ch", "c.ch <- 1", "read c.ch"),
    ("ch", "<-c.ch", "read c.ch"),
    ("ch", "close(c.ch)", "read c.ch"),
    ("ch", "for range c.ch {}", "read c.ch"),
    ("ch", "take(c.ch)", "argument take(c.ch)"),
    ("err", "_, c.err = fmt.Println()", "assign c.err"),
    ("err", "return c.err", "read c.err"),
    # structs
    ("v", "c.v.n = 1", "part-write c.v.n"),
    ("v", "c.v.n++", "part-write c.v.n"),
    ("v", "c.v.arr[1] = 2", "part-write c.v.arr[1]"),
    ("v", "c.v.m[k] = 1", "read c.v.m"),
    ("v", "c.v.s[0] = 1", "read c.v.s"),
    ("v", "delete(c.v.m, k)", "read c.v.m"),
    ("v", "_ = len(c.v.m)", "read c.v.m"),
    ("v", "for range c.v.m {}", "read c.v.m"),
    ("v", "return c.v.m", "return c.v.m"),
    ("v", "return c.v.n", "read c.v.n"),
    ("v", "c.v.p.f = 1", "read c.v.p.f"),
    ("v", "c.v.mu.Lock()", "atomic c.v.mu.Lock()"),
    ("v", "c.v.buf.Reset()", "method c.v.buf.Reset()"),
    ("v", "p := &c.v.n; _ = p", "address &c.v.n"),
    ("v", "c.v = Part{}", "assign c.v"),
    ("v", "x := &c.v; _ = x", "address &c.v"),
    ("e", "x := c.e; _ = x", "store c.e"),
    ("e", "c.e.Set()", "method c.e.Set()"),
    ("e", "return c.e.f", "read c.e.f"),
]


def source(rows: list[tuple[str, str, str]]) -> str:
    functions = [
        f"func (c *C) f{at}(k, o string, i int, ok bool) any {{\n\t{statement}\n\treturn nil\n}}\n"
        for at, (_, statement, _) in enumerate(rows)
    ]
    return (
        HEAD
        + "\n".join(functions)
        + "\nfunc last(c *C) {\n"
        + "".join(f"\t_ = c.{field}\n" for field in sorted({field for field, _, _ in rows}))
        + "}\n"
    )


def named(made: Snippet, text: str) -> Accesses:
    """The accesses to what the last selector or identifier with that text denotes."""
    kinds = ("selector_expression", "qualified_type", "identifier")
    found = variable_denoted(made.info, made.nodes(text, *kinds)[-1])
    assert found is not None
    return accesses_of(made.semantics, found)


def outer(access: Access) -> str:
    """The name of the declared function around an access."""
    node = access.node.parent
    while node is not None and node.type not in ("function_declaration", "method_declaration"):
        node = node.parent
    name = node.child_by_field_name("name") if node is not None else None
    return access.info.file.text(name) if name is not None else ""


def shown(accesses: Iterable[Access]) -> list[str]:
    return [f"{each.operation} {each.info.file.text(each.expression)}" for each in accesses]


@pytest.mark.parametrize("row", range(len(TABLE)), ids=lambda at: f"{TABLE[at][0]}: {TABLE[at][1]}")
def test_operations(program: Make, row: int) -> None:
    field, _, expected = TABLE[row]
    found = named(program(source(TABLE)), f"c.{field}")
    inside = [each for each in found.all if outer(each) == f"f{row}"]
    assert shown(inside) == [part for part in expected.split("; ") if part]
    assert found.incomplete == ()


def test_writes_reads_and_escapes_of_operations() -> None:
    writes = {each for each in Operation if each.writes}
    only = {each for each in writes if not each.reads}
    assert writes - only == {Operation.UPDATE, Operation.INDEX_UPDATE, Operation.APPEND}
    assert {each for each in Operation if not each.reads} == only
    assert not {each for each in Operation if each.escapes} & writes


PARTS = """type C struct{ m map[string]int; n int }

type D struct{ state struct{ c *C } }

func (d *D) f(k string) {
	if v, ok := (*d.state.c).m[k+"x"]; ok {
		_ = v
	}
	(d.state.c).m[k], d.state.c.n = 1, 2
	func() {
	loop:
		for range 3 {
			delete(d.state.c.m, k)
			continue loop
		}
	}()
	switch {
	case d.state.c.n > 0:
		d.state.c.n += 7
	}
	d.state.c.n, _ = two()
}

func two() (int, int) { return 0, 0 }

var global = &C{n: 5}
var sum = global.n
"""


def parts(access: Access) -> tuple[str, str, str, str, str]:
    text = access.info.file.text
    given = [text(node) if node is not None else "" for node in (access.key, access.value)]
    function = access.function.type if access.function is not None else ""
    return (access.base, *given, access.statement.type, function)  # type: ignore[return-value]


def test_base_key_value_statement_and_function(snippet: Make) -> None:
    made = snippet(PARTS)
    assert [parts(each) for each in named(made, "d.state.c.m").all] == [
        ("d.state.c", 'k+"x"', "", "if_statement", "method_declaration"),
        ("d.state.c", "k", "1", "assignment_statement", "method_declaration"),
        ("d.state.c", "k", "", "expression_statement", "func_literal"),
    ]
    assert [parts(each) for each in named(made, "d.state.c.n").all] == [
        ("d.state.c", "", "2", "assignment_statement", "method_declaration"),
        ("d.state.c", "", "", "expression_switch_statement", "method_declaration"),
        ("d.state.c", "", "7", "assignment_statement", "method_declaration"),
        ("d.state.c", "", "", "assignment_statement", "method_declaration"),
        ("", "", "5", "var_declaration", ""),
        ("global", "", "", "var_declaration", ""),
    ]
    assert [parts(each) for each in named(made, "global").all] == [
        ("", "", "&C{n: 5}", "var_declaration", ""),
        ("", "", "", "var_declaration", ""),
    ]
    lines = [(each.path, each.line) for each in named(made, "d.state.c.m").all]
    assert lines == [("a.go", 8), ("a.go", 11), ("a.go", 15)]


def test_promoted_fields_and_other_types_with_the_name(snippet: Make) -> None:
    made = snippet(
        """type In struct{ m map[int]int }
type Mid struct{ *In }
type Out struct{ Mid }
type Hides struct{ Mid; m int }
type Same In
type Other struct{ m map[int]int }

func f(o Out, h Hides, s *Same, x Other, in In) {
	o.m[1] = 1
	o.Mid.m[2] = 2
	o.Mid.In.m[3] = 3
	h.m = 4
	h.Mid.m[5] = 5
	(*In)(s).m[6] = 6
	s.m[7] = 7
	x.m[8] = 8
	in.m[9] = 9
}"""
    )
    keys = [made.info.file.text(each.key) for each in named(made, "in.m").all]
    assert keys == ["1", "2", "3", "5", "6", "7", "9"]
    bases = [each.base for each in named(made, "in.m").all]
    assert bases == ["o", "o.Mid", "o.Mid.In", "h.Mid", "(*In)(s)", "s", "in"]


def test_an_embedded_field_is_used_through_its_members(snippet: Make) -> None:
    made = snippet(
        "type In struct{ n int }\ntype Out struct{ *In }\n"
        "func f(o Out) { o.n = 1; o.In = nil; _ = Out{In: nil}; var In In; _ = In }"
    )
    found = named(made, "o.In")
    assert shown(found.all) == ["assign o.In", "initialize In: nil"]
    assert found.incomplete == ("a.go:4: an embedded field is also used through its members",)


def test_generic_types(snippet: Make) -> None:
    made = snippet(
        """type G[K comparable, V any] struct{ m map[K]V; l []V; one V }

func (g *G[K, V]) Set(k K, v V) { g.m[k] = v; g.l = append(g.l, v); g.one = v }

func (g G[A, _]) Has(k A) bool { _, ok := g.m[k]; return ok }

func (g *G[K, V]) One() V { return g.one }

func use(g *G[string, int], h struct{ G[int, bool] }) {
	g.m["a"]++
	h.m[1] = true
	_ = G[int, int]{m: nil}
}

func all[M ~map[string]int](m M, k string) {
	m[k] = 1
	delete(m, k)
	for range m {
	}
}"""
    )
    assert shown(named(made, "g.m").all) == [
        "index-write g.m[k]",
        "lookup g.m[k]",
        'index-update g.m["a"]',
        "index-write h.m[1]",
        "initialize m: nil",
    ]
    assert shown(named(made, "g.one").all) == ["assign g.one", "return g.one"]
    assert shown(named(made, "m").all) == [
        "index-write m[k]",
        "delete delete(m, k)",
        "range range m",
    ]


VARIANTS = {
    "a.go": "package m\n\ntype T struct{ m map[int]int; M map[int]int }\n\n"
    "var Hits = map[int]int{}\n\nfunc f(t T) { t.m[1] = t.M[1] }\n",
    "a_windows.go": "package m\n\nfunc g(t T) { t.m[2] = t.M[2] }\n",
    "a_tag.go": "//go:build special\n\npackage m\n\nfunc h(t T) { t.m[3] = Hits[3] }\n",
    "a_test.go": "package m\n\nfunc i(t T) { t.m[4] = t.M[4] }\n",
    "x_test.go": 'package m_test\n\nimport "example.com/m"\n\n'
    "func j(t *m.T) { t.M[5] = m.Hits[5] }\n",
    "sub/b.go": 'package sub\n\nimport . "example.com/m"\n\n'
    "type t struct{ m map[int]int }\n\n"
    "func k(a T, b t) { a.M[6], b.m[6] = Hits[6], Hits[7] }\n",
    "own/go.mod": "module example.com/own\n\ngo 1.27\n",
    "own/c.go": 'package own\n\nimport "example.com/m"\n\nvar _ = m.Hits[8]\n',
}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("t.m", ["a.go", "a_tag.go", "a_test.go", "a_windows.go"]),
        ("t.M", ["a.go", "a_test.go", "a_windows.go", "sub/b.go", "x_test.go"]),
        ("Hits", ["a.go", "a_tag.go", "sub/b.go", "sub/b.go", "x_test.go"]),
    ],
)
def test_every_file_that_can_see_the_variable(snippet: Make, text: str, paths: list[str]) -> None:
    found = named(snippet(VARIANTS), text)
    assert [each.path for each in found.all] == paths
    assert found.is_complete


def test_locals_in_closures_and_shadows(snippet: Make) -> None:
    made = snippet(
        """func f(xs []int) (sum int) {
	counts := map[int]int{}
	var total, other = 0, 1
	for _, x := range xs {
		go func() {
			counts[x]++
			total += x
			func(counts map[int]int) { counts[1] = 2 }(nil)
		}()
	}
	{
		counts := counts
		total := total
		counts[3], total = 4, other
	}
	if total, err := g(); err != nil {
		_ = total
	}
	type T struct{ counts int }
	_ = T{counts: len(counts)}
	total, y := 5, 6
	_ = y
	sum = total
	return
}

func g() (int, error) { return 0, nil }"""
    )
    body = made.nodes("counts", "identifier")
    first = variable_denoted(made.info, body[0])
    assert first is not None
    assert shown(accesses_of(made.semantics, first).all) == [
        "initialize counts",
        "index-update counts[x]",
        "store counts",
        "len len(counts)",
    ]
    total = variable_denoted(made.info, made.nodes("total", "identifier")[0])
    assert total is not None
    assert shown(accesses_of(made.semantics, total).all) == [
        "initialize total",
        "update total",
        "read total",
        "assign total",
        "read total",
    ]
    assert shown(named(made, "sum").all) == ["assign sum"]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.21", ["assign k", "read k"]), ("1.22", ["initialize k", "read k"])],
)
def test_the_iterations_of_a_range_loop(snippet: Make, version: str, expected: list[str]) -> None:
    made = snippet(
        {
            "go.mod": f"module example.com/m\n\ngo {version}\n",
            "a.go": "package m\n\nfunc f(m map[int]int) {\n\tfor k := range m {\n\t\t_ = k\n"
            "\t}\n}\n",
        }
    )
    assert shown(named(made, "k").all) == expected


def test_declared_by_a_clause(snippet: Make) -> None:
    made = snippet(
        """func f(c chan int, x any) {
	select {
	case v, ok := <-c:
		_, _ = v, ok
	}
	switch s := x.(type) {
	case map[int]int:
		s[1] = 2
	case []int:
		s[1] = 3
	}
	for i := 0; i < 3; i++ {
	}
}"""
    )
    assert shown(named(made, "v").all) == ["initialize v", "read v"]
    assert shown(named(made, "i").all) == ["initialize i", "read i", "update i"]
    symbol = variable_denoted(made.info, made.nodes("s", "identifier")[1])
    assert symbol is not None
    assert shown(accesses_of(made.semantics, symbol).all) == [
        "index-write s[1]",
        "index-write s[1]",
    ]


def test_what_is_not_known_is_listed(snippet: Make) -> None:
    made = snippet(
        """import (
	"example.com/missing"
	"other.org/far"
)

type T struct{ m map[int]int; x missing.Map; o missing.Options }

func f(t T) {
	t.m[1] = 2
	missing.New().m[1] = 3
	far.New().m[1] = 4
	_ = missing.Options{m: nil}
	t.x[1] = 5
	t.x = nil
	t.o.deep.n = 6
}

func broken(t T) { t.m[ }

func other(t T) { t.x[ }"""
    )
    found = named(made, "t.m")
    assert shown(found.all) == ["index-write t.m[1]"]
    assert found.incomplete == (
        "a.go:12: the type before the name is not known",
        "a.go:20: a declaration that this parser does not know",
    )
    found = named(made, "t.x")
    assert shown(found.all) == ["unknown t.x[1]", "assign t.x"]
    assert found.incomplete == (
        "a.go:15: the type of what is done is not known",
        "a.go:22: a declaration that this parser does not know",
    )
    assert shown(named(made, "t.o").all) == ["unknown t.o.deep"]


def test_keys_in_literals_of_unknown_types(snippet: Make) -> None:
    made = snippet(
        """import (
	"example.com/missing"
	"other.org/far"
)

type T struct{ m int; M int }

var key = 1

func f(t T) {
	t.m, t.M = key, key
	_ = missing.Options{m: 1, M: 1}
	_ = far.Options{m: 1, M: 1, key: 1}
}"""
    )
    assert named(made, "t.m").incomplete == ()
    assert named(made, "t.M").incomplete == ("a.go:14: the type before the name is not known",)
    assert named(made, "key").incomplete == ()


def test_an_index_that_is_parsed_as_a_type(snippet: Make) -> None:
    made = snippet(
        """type C struct{ fs map[string]func(int) int; m map[string]int }

var global = map[string]func(int) int{}

func f(c *C, k string, list []func(int) int, i int) {
	c.fs[k](1)
	_ = c.fs[k](2)
	go c.fs[k](3)
	global[k](4)
	list[i](5)
	_ = c.m[k]
	local := c
	_ = local.fs[k](6)
}"""
    )
    assert shown(named(made, "c.fs").all) == ["index-read c.fs[k]"] * 3 + ["index-read local.fs[k]"]
    assert {each.base for each in named(made, "c.fs").all} == {"c", "local"}
    assert shown(named(made, "global").all) == [
        "initialize global",
        "index-read global[k]",
    ]
    assert shown(named(made, "list").all) == ["index-read list[i]"]
    assert shown(named(made, "local").all) == ["initialize local", "read local.fs"]
    keys = [made.info.file.text(each.key) for each in named(made, "c.fs").all]
    assert keys == ["k"] * 4


def test_answers_are_kept_until_the_trees_are_let_go(snippet: Make) -> None:
    made = snippet("type T struct{ n int }\n\nfunc f(t T) { t.n++ }")
    first = named(made, "t.n")
    assert named(made, "t.n") is first
    made.semantics.forget()
    again = named(made, "t.n")
    assert again is not first
    assert shown(again.all) == shown(first.all)


@pytest.mark.parametrize(
    ("field", "statement", "expected"),
    [
        ("n", "c.n++", True),
        ("n", "x := c.n; _ = x", False),
        ("n", "p := &c.n; _ = p", True),
        ("m", "keep(c.m)", True),
        ("m", "_ = len(c.m)", False),
        ("p", "take(c.p)", False),
        ("p", "c.p.Set()", False),
        ("e", "c.e.Set()", True),
        ("e", "_ = c.e.Get()", False),
        ("e", "g := c.e.Set; _ = g", True),
        ("t", "c.t.Put(k)", True),
        ("mu", "c.mu.Lock()", False),
        ("at", "c.at.Add(1)", True),
        ("at", "_ = c.at.Load()", False),
        ("i64", "atomic.AddInt64(&c.i64, 1)", True),
        ("i64", "_ = atomic.LoadInt64(&c.i64)", False),
        ("err", "_ = c.err.Error()", False),
    ],
)
def test_what_may_write(snippet: Make, field: str, statement: str, expected: bool) -> None:
    made = snippet(HEAD + f"func (c *C) f(k string) {{ {statement} }}")
    (access,) = named(made, f"c.{field}").all
    assert access.may_write is expected


def test_a_call_of_an_unknown_method_is_known_to_be_one(snippet: Make) -> None:
    made = snippet(
        """import "example.com/missing"

type T struct{ p *missing.Conn; v missing.Conn; l []missing.Conn }

func f(t T) {
	t.p.Close()
	t.v.Close()
	t.l[0].Close()
	_ = t.p.Name
}"""
    )
    for name, expected, writes in (
        ("t.p", ["method t.p.Close()", "unknown t.p.Name"], [False, True]),
        ("t.v", ["method t.v.Close()"], [True]),
        ("t.l", ["method t.l[0].Close()"], [True]),
    ):
        found = named(made, name).all
        assert shown(found) == expected
        assert [each.may_write for each in found] == writes
