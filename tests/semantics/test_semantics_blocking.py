"""What calls do besides computing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.sharing.blocking import Conduct, conduct_of, region_conduct
from gofixmap.semantics.sharing.callgraph import call_graph

PRELUDE = """
import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

var (
	_ = bytes.Equal
	_ = errors.New
	_ = fmt.Sprint
	_ = maps.Clone[map[int]int]
	_ = math.Abs
	_ = slices.Sort[[]int]
	_ = sort.Ints
	_ = strconv.Itoa
	_ = strings.ToUpper
	_ = atomic.AddInt32
	_ = time.Now
	_ = http.Get
	_ = io.EOF
	_ = context.TODO
)

type C struct {
	mu sync.Mutex
	m  map[string]int
	cb func()
	ch chan int
	n  int
}

type I interface{ Do() }
type Shown struct{ n int }

func (s Shown) String() string { return fmt.Sprint(s.n) }
func (c *C) pure(n int) int    { if n > 0 { return c.pure(n - 1) }; return c.n }
func (c *C) ping(n int) int    { return c.pong(n) }
func (c *C) pong(n int) int    { if n > 0 { return c.ping(n) }; c.mu.Lock(); return 0 }
func (c *C) locks()            { c.mu.Lock(); c.mu.Unlock() }
func (c *C) sends()            { c.ch <- 1 }
func (c *C) polls() bool       { select { case c.ch <- 1: return true; default: return false } }
func (c *C) waits()            { select { case <-c.ch: } }
func (c *C) starts()           { go c.locks() }
func (c *C) calls()            { c.cb() }
func (c *C) each(f func(int))  { f(c.n) }
func (c *C) sorts(s []string)  { sort.Slice(s, func(i, j int) bool { return s[i] < s[j] }) }
func assembly() int
"""


@pytest.mark.parametrize(
    ("call", "conduct"),
    [
        ('strings.ToUpper("")', "pure"),
        ("strconv.Itoa(1)", "pure"),
        ("math.Abs(1)", "pure"),
        ("time.Now()", "pure"),
        ('errors.New("")', "pure"),
        ("len(c.m)", "pure"),
        ("append(s, s...)", "pure"),
        ("maps.Clone(c.m)", "pure"),
        ("slices.Sort(s)", "pure"),
        ("atomic.AddInt32(nil, 1)", "pure"),
        ("string(s[0])", "pure"),
        ("C(*c)", "pure"),
        ('fmt.Sprintf("%d", c.n)', "pure"),
        ("ctx.Err()", "pure"),
        ("fmt.Println(1)", "blocks"),
        ("time.Sleep(1)", "blocks"),
        ('http.Get("")', "blocks"),
        ("io.ReadAll(nil)", "blocks"),
        ("wg.Wait()", "blocks"),
        ("wg.Add(1)", "pure"),
        ("c.mu.Lock()", "locks"),
        ("c.mu.Unlock()", "locks"),
        ("l.Lock()", "locks"),
        ("c.cb()", "calls-back"),
        ("f()", "calls-back"),
        ("strings.Map(g, ``)", "calls-back"),
        ("sort.Slice(s, func(i, j int) bool { return s[i] < s[j] })", "local"),
        ("sort.Slice(s, func(i, j int) bool { f(); return true })", "calls-back"),
        ("i.Do()", "unknown"),
        ("unknown()", "unknown"),
        ("assembly()", "unknown"),
        ("c.pure(1)", "local"),
        ("c.ping(1)", "locks"),
        ("c.pong(1)", "locks"),
        ("c.locks()", "locks"),
        ("c.sends()", "blocks"),
        ("c.waits()", "blocks"),
        ("c.polls()", "local"),
        ("c.starts()", "local"),
        ("c.calls()", "calls-back"),
        ("c.sorts(s)", "local"),
        ("c.each(nil)", "calls-back"),
        ("func() { c.n++ }()", "local"),
        ("func() { c.locks() }()", "locks"),
    ],
)
def test_conduct_of_a_call(snippet: Callable[..., Any], call: str, conduct: str) -> None:
    parameters = "c *C, s []string, f func(), g func(rune) rune, i I, l sync.Locker"
    parameters += ", wg *sync.WaitGroup, ctx context.Context"
    made = snippet(f"{PRELUDE}\nfunc run({parameters}) {{ _ = {call} }}")
    graph = call_graph(made.semantics, made.info.package)
    node = made.node(call, "call_expression", "type_conversion_expression", at=-1)
    assert conduct_of(graph, node, made.info) == conduct


def test_circles_are_not_remembered_half_known(snippet: Callable[..., Any]) -> None:
    made = snippet(PRELUDE + "\nfunc run(c *C) { c.pong(1); c.ping(1) }")
    graph = call_graph(made.semantics, made.info.package)
    for call in ("c.pong(1)", "c.ping(1)"):
        node = made.node(call, "call_expression", at=-1)
        assert conduct_of(graph, node, made.info) is Conduct.LOCKS


@pytest.mark.parametrize(
    ("method", "conduct"),
    [
        ("func (x *X) String() string { return x.name }", "pure"),
        ("func (x *X) String() string { x.mu.Lock(); return x.name }", "unknown"),
        ("func (x *X) Error() string { return x.get() }", "unknown"),
    ],
)
def test_formatting_that_may_lock(snippet: Callable[..., Any], method: str, conduct: str) -> None:
    made = snippet(
        'import (\n"fmt"\n"sync"\n)\ntype X struct { mu sync.Mutex; name string }\n'
        "func (x *X) get() string { x.mu.Lock(); return x.name }\n"
        f"{method}\nfunc run(x *X, n int) {{ _ = fmt.Sprint(x); _ = fmt.Sprint(n) }}"
    )
    graph = call_graph(made.semantics, made.info.package)
    shown = made.node("fmt.Sprint(x)", "call_expression")
    number = made.node("fmt.Sprint(n)", "call_expression")
    assert conduct_of(graph, shown, made.info) == conduct
    assert conduct_of(graph, number, made.info) == "pure"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("c.n++; _ = len(c.m)", []),
        ("c.ch <- 1", ["c.ch <- 1"]),
        ("<-c.ch", ["<-c.ch"]),
        ("for range c.ch { }", ["range c.ch"]),
        ("for range c.m { f() }", ["f()"]),
        ("select { case <-c.ch: f(); default: }", ["f()"]),
        ("go f()", ["go f()"]),
        ("go c.each(h(1))", ["go c.each(h(1))", "h(1)"]),
        ("k := func() { f() }; _ = k", []),
        ("k := func() { f() }; k()", ["k()"]),
        ("defer f()", ["f()"]),
        ("for range seq { }", ["range seq"]),
    ],
)
def test_regions(snippet: Callable[..., Any], body: str, found: list[str]) -> None:
    parameters = "c *C, f func(), h func(int) func(int), seq func(func() bool)"
    made = snippet(f"{PRELUDE}\nfunc run({parameters}) {{ {body} }}")
    graph = call_graph(made.semantics, made.info.package)
    region = graph.named("run")[0].body
    regions = region_conduct(graph, made.info, [region])
    assert [made.info.file.text(node) for node, _ in regions] == found


def test_functions_of_other_packages_of_the_workspace(snippet: Callable[..., Any]) -> None:
    made = snippet(
        {
            "a.go": 'package m\n\nimport "example.com/m/p"\n\nfunc run() { p.Pure(); p.Locks() }\n',
            "p/p.go": 'package p\n\nimport "sync"\n\nvar mu sync.Mutex\n\nfunc Pure() {}\n'
            "func Locks() { mu.Lock() }\n",
        },
        main="a.go",
    )
    graph = call_graph(made.semantics, made.info.package)
    for call, conduct in (("p.Pure()", "local"), ("p.Locks()", "locks")):
        assert conduct_of(graph, made.node(call, "call_expression"), made.info) == conduct
