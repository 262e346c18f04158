"""All accesses to a variable, and what each one does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from accesses_kit import HEAD, named, outer, shown

from gofixmap.semantics.sharing import Operation

Make = Callable[..., Any]

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
    ("m", "_ = struct{ C }{m: nil}", "initialize m: nil"),
    ("m", "_ = struct{ *C }{m: nil}", "initialize m: nil"),
    ("m", "_ = struct{ C; m int }{m: 1}", ""),
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
    # a time points to its place, which nobody writes to
    ("when", "_ = time.Since(c.when)", "read c.when"),
    ("when", "return c.when", "read c.when"),
    ("when", "c.when = time.Now()", "assign c.when"),
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
