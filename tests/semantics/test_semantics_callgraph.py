"""The call graph of a package: who calls what, when, and what function values become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
from gofixmap.semantics.sharing.calls import sites_in, sites_named
from gofixmap.semantics.sharing.functions import Function

PRELUDE = """
import (
	"net/http"
	"sort"
	"sync"
	"time"
)

var _ = sort.Slice
var _ = time.AfterFunc
var _ http.Handler

type S struct {
	once sync.Once
	wg   sync.WaitGroup
}

func (s *S) tick()                                         {}
func (s *S) serve(w http.ResponseWriter, r *http.Request) {}
func work()                                                {}
func spawn(f func())                                       { go f() }
func spawnInside(f func())                                 { go func() { f() }() }
func do(f func())                                          { if f != nil { f() } }
func doTwice(f func())                                     { do(f); f() }
func keep(f func())                                        { kept = f }

var kept func()
"""


def graph_of(snippet: Callable[..., Any], body: str) -> CallGraph:
    made = snippet(PRELUDE + body)
    return call_graph(made.semantics, made.info.package)


def function(graph: CallGraph, name: str) -> Function:
    return next(each for each in graph.functions if each.name == name)


@pytest.mark.parametrize(
    ("statement", "kind", "how"),
    [
        ("work()", "call", ""),
        ("(work)()", "call", ""),
        ("go work()", "go", ""),
        ("defer work()", "defer", ""),
        ("f := work; f()", "value", ""),
        ("kept = work", "value", ""),
        ("keep(work)", "value", ""),
        ("_ = []func(){work}", "value", ""),
        ("spawn(work)", "concurrent", "go"),
        ("spawnInside(work)", "concurrent", "go"),
        ("do(work)", "callback", ""),
        ("doTwice(work)", "callback", ""),
        ("go do(work)", "concurrent", "go"),
        ("defer do(work)", "defer", ""),
        ("s.once.Do(work)", "callback", ""),
        ("s.wg.Go(work)", "concurrent", "wg.Go"),
        ("time.AfterFunc(1, work)", "concurrent", "time.AfterFunc"),
    ],
)
def test_how_a_function_gets_to_run(
    snippet: Callable[..., Any], statement: str, kind: str, how: str
) -> None:
    graph = graph_of(snippet, f"func run(s *S) {{ {statement} }}")
    calls = graph.calls_to(function(graph, "work"))
    assert [(call.kind, call.how, call.caller.name) for call in calls] == [(kind, how, "run")]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("func() {}()", "call"),
        ("go func() {}()", "go"),
        ("defer func() {}()", "defer"),
        ("f := func() {}; f()", "call"),
        ("var f func(); f = func() {}; go f()", "go"),
        ("f := func() {}; f = nil; f()", "value"),
        ("f := func() {}; spawn(f)", "concurrent"),
        ("kept = func() {}", "value"),
        ("sort.Slice(nil, func(i, j int) bool { return false })", "callback"),
        ("http.HandleFunc(``, func(w http.ResponseWriter, r *http.Request) {})", "register"),
        ("_ = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})", "register"),
    ],
)
def test_how_a_literal_gets_to_run(snippet: Callable[..., Any], statement: str, kind: str) -> None:
    graph = graph_of(snippet, f"func run(s *S) {{ {statement} }}")
    assert [call.kind for call in graph.calls_to(function(graph, "run.func1"))] == [kind]


def test_methods_are_told_by_the_type_of_the_receiver(snippet: Callable[..., Any]) -> None:
    graph = graph_of(
        snippet,
        "type T struct{ S }\nfunc (t *T) other() {}\ntype U struct{}\nfunc (u U) tick() {}\n"
        "func run(t *T, u U) { t.tick(); u.tick(); t.S.tick() }",
    )
    calls = graph.calls_to(function(graph, "S.tick"))
    assert [graph.semantics.file(c.path).file.text(c.node) for c in calls] == [
        "t.tick()",
        "t.S.tick()",
    ]


@pytest.mark.parametrize(
    ("body", "used"),
    [
        ("func run(s *S) { s.tick(); defer s.tick(); go s.tick() }", False),
        ("func run(s *S) { kept = s.tick }", True),
        ("func run(s *S) { keep(s.tick) }", True),
        ("func run(s *S) { do(s.tick) }", False),
        ("type I interface{ tick() }\nfunc run(i I) { i.tick() }", True),
        ("func run(x unknown) { x.tick() }", True),
        ("var table = map[string]func(*S){``: (*S).tick}", True),
    ],
)
def test_use_as_a_value(snippet: Callable[..., Any], body: str, used: bool) -> None:
    graph = graph_of(snippet, body)
    assert graph.is_value_used(function(graph, "S.tick")) is used


def test_names_of_calls(snippet: Callable[..., Any]) -> None:
    graph = graph_of(
        snippet,
        "func run(s *S, h http.Handler, mu sync.Locker) {\n"
        "\tsort.Ints(nil); s.wg.Wait(); h.ServeHTTP(nil, nil); mu.Lock()\n"
        "\tlen(``); _ = string(1)\n}",
    )
    assert [call.name for call in graph.calls_from(function(graph, "run"))] == [
        "sort.Ints",
        "(*sync.WaitGroup).Wait",
        "(net/http.Handler).ServeHTTP",
        "(sync.Locker).Lock",
        "len",
    ]


def test_names_of_literals(snippet: Callable[..., Any]) -> None:
    graph = graph_of(
        snippet,
        "func run() { func() { func() {}() }(); func() {}() }\nvar v = func() int { return 1 }()",
    )
    names = [each.name for each in graph.functions if each.is_literal]
    assert [name for name in names if name.startswith("run")] == [
        "run.func1",
        "run.func1.1",
        "run.func2",
    ]
    assert "init.func1" in names


def test_only_declarations_that_mention_a_function_are_parsed(
    snippet: Callable[..., Any],
) -> None:
    made = snippet("func f() { g() }\nfunc g() {}\nfunc h() {}")
    graph = call_graph(made.semantics, made.info.package)
    assert [call.caller.name for call in graph.calls_to(graph.named("g")[0])] == ["f"]
    h = made.info.file.declarations[2]
    assert h._tree is None


def test_reachable_follows_what_runs_in_the_same_goroutine(snippet: Callable[..., Any]) -> None:
    graph = graph_of(
        snippet, "func a() { b(); go c() }\nfunc b() { do(d) }\nfunc c() {}\nfunc d() {}"
    )
    names = {each.name for each in graph.reachable(function(graph, "a"))}
    assert names == {"a", "b", "do", "d"}


def test_variants_of_one_function_share_their_callers(snippet: Callable[..., Any]) -> None:
    made = snippet(
        {
            "a.go": "package m\n\nfunc run() { platform() }\n",
            "b_linux.go": "package m\n\nfunc platform() {}\n",
            "b_windows.go": "package m\n\nfunc platform() {}\n",
        },
        main="a.go",
    )
    graph = call_graph(made.semantics, made.info.package)
    variants = graph.named("platform")
    assert [len(graph.calls_to(each)) for each in variants] == [1, 1]


SPELLED = """
type T[K any] struct{ tick func() }

func gen[A any](f func()) func() { f(); return f }
func (s *S) all(t T[int], m map[string]func()) {
	work(); (work)(); gen[int](work)(); (gen[int])(s.tick)
	t.tick(); (s).tick(); s.tick /* tick */ (); m["work"](); m[name(work)]()
	_ = (*S).tick; work := func() { s.tick() }
	work(); again := work; again(); defer func() { work() }()
	x := struct{ work func() }{work: work}; x.work(); _ = T[int]{tick: s.tick}
	var inner, other = func() { inner2() }, (func() {})
	inner(); other(); go other(); (func() { inner() })()
}
func name(f func()) string { return "work" }
func inner2()              { reworked(); worked() }
func reworked()            {}
func worked()              {}
"""


def test_sites_found_by_their_text_are_all_with_that_name(snippet: Callable[..., Any]) -> None:
    graph = graph_of(snippet, SPELLED)
    for info in graph.infos():
        for declaration in info.file.declarations:
            if declaration.keyword not in ("func", "var"):
                continue
            functions = graph._in(info, declaration)
            every = sites_in(graph, functions)
            for name in graph.method_names | {site.name for site in every} - {""}:
                expected = [site for site in every if site.name == name]
                assert sites_named(graph, functions, name) == expected


def test_calls_of_a_literal_are_all_that_the_declaration_has(snippet: Callable[..., Any]) -> None:
    graph = graph_of(snippet, SPELLED)
    literals = [each for each in graph.functions if each.is_literal]
    assert literals
    for each in literals:
        expected = [call for call in graph.calls_in(each) if call.callee is each]
        assert list(graph.calls_to(each)) == expected


def test_a_function_whose_name_is_missing_is_a_literal(snippet: Callable[..., Any]) -> None:
    graph = graph_of(snippet, "\nfunc (broken)() { work() }\n")
    broken = next(each for each in graph.functions if each.body.text == b"{ work() }")
    assert broken.is_literal
    assert "example.com/m.work" in {call.name for call in graph.calls_in(broken)}
