"""Accesses that happen at one time by construction, and the many that do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.sharing.accesses import accesses_of
from gofixmap.semantics.sharing.callgraph import call_graph
from gofixmap.semantics.sharing.goroutines import runs_in, starts_of
from gofixmap.semantics.sharing.joins import joins_of
from gofixmap.semantics.sharing.races import Conflict, conflicts
from gofixmap.semantics.sharing.variables import variable_denoted

if TYPE_CHECKING:
    from conftest import Snippet

PRELUDE = """
import (
	"net/http"
	"sync"
	"time"
)

var _ = time.AfterFunc
var _ http.Handler

type S struct {
	mu   sync.Mutex
	once sync.Once
	wg   sync.WaitGroup
	done chan bool
	m    map[string]int
	n    int
}

var hits = map[string]int{}
var mu sync.Mutex

func cond() bool
func use(...any) {}
func keys() []string
"""


def conflicts_of(
    snippet: Callable[..., Any], body: str, name: str, prelude: str = PRELUDE
) -> tuple[Snippet, tuple[Conflict, ...]]:
    """The conflicts over the first variable that an expression denotes."""
    made = snippet(prelude + body)
    node = made.node(name, "identifier", "selector_expression", at=-1)
    variable = variable_denoted(made.info, node)
    assert variable is not None
    return made, conflicts(made.semantics, accesses_of(made.semantics, variable))


def lines(made: Snippet, found: tuple[Conflict, ...]) -> list[str]:
    text = made.info.file.text
    return sorted(f"{text(c.first.expression)} | {text(c.second.expression)}" for c in found)


LOOP = "for _, k := range keys()"


@pytest.mark.parametrize(
    "body",
    [
        # one goroutine, and the starter behind it
        "m := map[string]int{}; go func() { m[``] = 1 }(); use(len(m))",
        "m := map[string]int{}; go func() { use(len(m)) }(); m[``] = 1",
        "m := map[string]int{}; f := func() { m[``] = 1 }; go f(); use(len(m))",
        "m := map[string]int{}; for { go func() { m[``] = 1 }(); use(len(m)) }",
        "m := map[string]int{}; for cond() { use(len(m)); go func() { m[``] = 1 }() }",
        # several of one start
        f"m := map[string]int{{}}; {LOOP} {{ go func() {{ m[k] = 1 }}() }}",
        f"m := map[string]int{{}}; var wg sync.WaitGroup; {LOOP} {{ wg.Add(1)\n"
        "go func() { defer wg.Done(); m[k] = 1 }() }; wg.Wait()",
        "m := map[string]int{}; var wg sync.WaitGroup; for { wg.Go(func() { m[``] = 1 }) }",
        # two
        "m := map[string]int{}; go func() { m[``] = 1 }(); go func() { m[``] = 2 }()",
        "m := map[string]int{}; go func() { m[``] = 1 }(); go func() { use(len(m)) }()",
        # a lock on one side, or two locks
        "m := map[string]int{}; go func() { mu.Lock(); m[``] = 1; mu.Unlock() }(); use(len(m))",
        # when the function ends
        "m := map[string]int{}; var wg sync.WaitGroup; wg.Go(func() { m[``] = 1 })\n"
        "defer func() { use(len(m)) }(); if cond() { return }; wg.Wait()",
        # a wait for somebody else, or too early
        "m := map[string]int{}; a := make(chan int); b := make(chan int)\n"
        "go func() { m[``] = 1; close(a) }(); <-b; use(len(m))",
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { close(a); m[``] = 1 }(); <-a; use(len(m))",
        "m := map[string]int{}; var wg sync.WaitGroup; wg.Add(1)\n"
        "go func() { wg.Done(); m[``] = 1 }(); wg.Wait(); use(len(m))",
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { m[``] = 1; close(a) }(); if cond() { <-a }; use(len(m))",
        "m := map[string]int{}; time.AfterFunc(1, func() { m[``] = 1 }); use(len(m))",
    ],
)
def test_captured_locals_that_race(snippet: Callable[..., Any], body: str) -> None:
    _, found = conflicts_of(snippet, f"func run() {{ {body} }}", "m")
    assert found and all(each.is_visible and each.first.writes for each in found)


@pytest.mark.parametrize(
    "body",
    [
        "m := map[string]int{}; m[``] = 1; go func() { use(len(m)) }()",
        "m := map[string]int{}; go func() { m[``] = 1 }()",
        "m := map[string]int{}; go func() { use(len(m)) }(); use(len(m))",
        "m := map[string]int{}; func() { m[``] = 1 }(); use(len(m))",
        "m := map[string]int{}; f := func() { m[``] = 1 }; use(f); use(len(m))",
        f"m := map[string]int{{}}; {LOOP} {{ m[k] = 1 }}; go use(m)",
        # per iteration
        f"{LOOP} {{ m := map[string]int{{}}; go func() {{ m[k] = 1 }}() }}",
        "for cond() { m := map[string]int{}; use(len(m)); go func() { m[``] = 1 }() }",
        # joined
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { m[``] = 1; close(a) }(); <-a; use(len(m))",
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { defer close(a); m[``] = 1 }(); <-a; use(len(m))",
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { m[``] = 1; a <- 1 }(); use(<-a); use(len(m))",
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { m[``] = 1; a <- 1 }(); select { case <-a: }; use(len(m))",
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { for range 3 { m[``] = 1; a <- 1 } }(); for range a { use(len(m)) }",
        "m := map[string]int{}; var wg sync.WaitGroup; wg.Add(1)\n"
        "go func() { defer wg.Done(); m[``] = 1 }(); wg.Wait(); use(len(m))",
        "m := map[string]int{}; var wg sync.WaitGroup\n"
        "wg.Go(func() { m[``] = 1 }); wg.Wait(); use(len(m))",
        f"m := map[string]int{{}}; var wg sync.WaitGroup; {LOOP} {{ wg.Add(1)\n"
        "go func() { defer wg.Done(); m[k] = 1 }(); wg.Wait() }; use(len(m))",
        "m := map[string]int{}; var wg sync.WaitGroup; wg.Add(1)\n"
        "go fill(m, &wg, func() { m[``] = 1; wg.Done() }); wg.Wait(); use(len(m))",
        "m := map[string]int{}; a := make(chan int); go func() { m[``] = 1; close(a) }()\n"
        "<-a; go func() { m[``] = 2 }()",
        "m := map[string]int{}; var wg sync.WaitGroup; wg.Go(func() { m[``] = 1 })\n"
        "use(len(m), wait(&wg))",
        "m := map[string]int{}; var wg sync.WaitGroup; wg.Go(func() { m[``] = 1 })\n"
        "defer func() { use(len(m)) }(); wg.Wait()",
        "var n int; a := make(chan int); go func() { n = 1; a <- n }(); n = <-a; m := n; use(m)",
        "m := map[string]int{}; var wg sync.WaitGroup; wg.Add(1)\n"
        "go work(&wg, func() { m[``] = 1 }); wg.Wait(); use(len(m))",
        # through a second goroutine
        "m := map[string]int{}; a := make(chan int); var wg sync.WaitGroup\n"
        "wg.Go(func() { for range a { } }); go func() { m[``] = 1; close(a) }()\n"
        "wg.Wait(); use(len(m))",
        # the reference alone
        "m := map[string]int{}; go func() { m[``] = 1 }(); use(m)",
        # a lock that the goroutine gives back for the starter
        "m := map[string]int{}; mu.Lock(); go func() { m[``] = 1; mu.Unlock() }()\n"
        "mu.Lock(); use(len(m))",
        # handed over to the goroutine
        "m := map[string]int{}; a := make(chan int)\n"
        "go func() { <-a; use(len(m)) }(); m[``] = 1; close(a)",
        "m := map[string]int{}; a := make(chan int); go func() { m[``] = 1; close(a) }()\n"
        "go func() { <-a; use(len(m)) }()",
        # under one lock
        "m := map[string]int{}; go func() { mu.Lock(); m[``] = 1; mu.Unlock() }()\n"
        "mu.Lock(); use(len(m)); mu.Unlock()",
        f"m := map[string]int{{}}; {LOOP} {{ go func() {{ mu.Lock(); m[k] = 1; mu.Unlock() }}() }}",
        # one of two ways
        "m := map[string]int{}; if cond() { go func() { m[``] = 1 }() } else { use(len(m)) }",
        "m := map[string]int{}; if cond() { go func() { m[``] = 1 }(); return }; use(len(m))",
        "m := map[string]int{}; var once sync.Once\n"
        f"{LOOP} {{ go func() {{ once.Do(func() {{ m[k] = 1 }}) }}() }}",
        "m := map[string]int{}; t := time.AfterFunc(1, func() { m[``] = 1 })\n"
        "t.Stop(); use(len(m))",
        "m := map[string]int{}; http.HandleFunc(``, func(http.ResponseWriter, *http.Request) {\n"
        "use(len(m)) }); m[``] = 1",
    ],
)
def test_captured_locals_that_do_not(snippet: Callable[..., Any], body: str) -> None:
    helper = "func wait(wg *sync.WaitGroup) bool { wg.Wait(); return true }\n"
    helper += "func work(wg *sync.WaitGroup, f func()) { f(); wg.Done() }\n"
    helper += "func fill(m map[string]int, wg *sync.WaitGroup, f func()) { f() }\n"
    made, found = conflicts_of(snippet, f"{helper}func run() {{ {body} }}", "m")
    assert lines(made, found) == []


def test_variables_of_loops_are_per_iteration(snippet: Callable[..., Any]) -> None:
    body = "for j := 0; j < 3; j++ { go func() { use(j) }() }"
    assert conflicts_of(snippet, f"func run() {{ {body} }}", "j")[1] == ()
    body = "for j := 0; j < 3; j++ { go func() { use(j) }(); j++ }"
    assert conflicts_of(snippet, f"func run() {{ {body} }}", "j")[1] != ()


def test_elements_of_slices_are_apart(snippet: Callable[..., Any]) -> None:
    body = "s := make([]int, 3); for i := range s { go func() { s[i] = 1 }() }"
    assert conflicts_of(snippet, f"func run() {{ {body} }}", "s")[1] == ()
    body = "var s []int; for i := range 3 { go func() { s = append(s, i) }() }"
    assert conflicts_of(snippet, f"func run() {{ {body} }}", "s")[1] != ()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        # a method that the goroutine runs, and the starter behind it
        (
            "func (s *S) loop() { s.n++ }\nfunc run() { s := &S{}; go s.loop(); use(s.n) }",
            ["s.n | s.n"],
        ),
        ("func (s *S) loop() { s.n++ }\nfunc run() { s := &S{}; use(s.n); go s.loop() }", []),
        ("func (s *S) loop() { s.n++ }\nfunc run(s, o *S) { go s.loop(); use(o.n) }", []),
        ("func (s *S) loop() { s.n++ }\nfunc (s *S) Start() { go s.loop() }", []),
        (
            "func (s *S) loop() { s.n++ }\nfunc (s *S) Start() { go s.loop() }\n"
            "func (s *S) Get() int { return s.n }",
            [],
        ),
        (
            "func (s *S) loop() { s.n++ }\nfunc (s *S) get() int { return s.n }\n"
            "func run(s *S) { go s.loop(); use(s.get()) }",
            ["s.n | s.n"],
        ),
        (
            "func (s *S) loop() { s.n++; s.done <- true }\n"
            "func run(s *S) { go s.loop(); <-s.done; use(s.n) }",
            [],
        ),
        (
            "func (s *S) loop() { s.n++; s.end() }\nfunc (s *S) end() { s.done <- true }\n"
            "func run(s *S) { go s.loop(); <-s.done; use(s.n) }",
            [],
        ),
        ("func (s *S) one() { s.n++ }\nfunc run(s *S) { for { go s.one() } }", ["s.n | s.n"]),
        ("func (s *S) one() { s.n++ }\nfunc run() { for { s := &S{}; go s.one() } }", []),
        (
            "func (s *S) one() { s.n++ }\nfunc run(l []*S) { for _, s := range l { go s.one() } }",
            [],
        ),
        ("func (s *S) one() { c := *s; c.n++ }\nfunc run(s *S) { for { go s.one() } }", []),
        ("func (s S) one() { s.n++ }\nfunc run(s *S) { for { go s.one() } }", []),
        (
            "func (s *S) one() { s.mu.Lock(); s.add() }\nfunc (s *S) add() { s.n++ }\n"
            "func run(s *S) { for { go s.one() } }",
            [],
        ),
        (
            "func (s *S) one() { s.addLocked() }\nfunc (s *S) addLocked() { s.n++ }\n"
            "func run(s *S) { for { go s.one() } }",
            [],
        ),
        # handlers
        (
            "func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.n++ }",
            ["s.n | s.n"],
        ),
        (
            "func (s S) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.n++ }",
            [],
        ),
        (
            "func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) { v := &S{}; v.n++ }",
            [],
        ),
        (
            "func (s *S) a(w http.ResponseWriter, r *http.Request) { s.n = 1 }\n"
            "func (s *S) b(w http.ResponseWriter, r *http.Request) { use(s.n) }\n"
            "func run(s *S) { http.HandleFunc(`a`, s.a); http.HandleFunc(`b`, s.b) }",
            ["s.n | s.n", "s.n | s.n"],
        ),
    ],
)
def test_fields(snippet: Callable[..., Any], body: str, found: list[str]) -> None:
    variable = next(name for name in ("s.n", "v.n", "c.n") if name in body)
    made, conflicting = conflicts_of(snippet, body, variable)
    assert lines(made, conflicting) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("func f() { hits[``] = 1 }\nfunc run() { go f(); f() }", True),
        ("func f() { hits[``] = 1 }\nfunc run() { f(); go f() }", False),
        ("func f() { hits[``] = 1 }\nfunc run() { for { go f() } }", True),
        ("func f() { hits[``] = 1 }\nfunc run() { go f() }", False),
        ("func f() { hits[``] = 1 }\nfunc init() { hits[`a`] = 1 }", False),
        (
            "func f(w http.ResponseWriter, r *http.Request) { hits[``] = 1 }\n"
            "func run() { http.HandleFunc(``, f) }",
            True,
        ),
        (
            "func f(w http.ResponseWriter, r *http.Request) { mu.Lock(); hits[``] = 1 }\n"
            "func run() { http.HandleFunc(``, f) }",
            False,
        ),
        (
            "func f() { hits[``] = 1 }\nfunc run() { by(f); f() }\nfunc by(g func()) { go g() }",
            True,
        ),
    ],
)
def test_package_variables(snippet: Callable[..., Any], body: str, found: bool) -> None:
    assert bool(conflicts_of(snippet, body, "hits")[1]) is found


def test_chains_run_from_the_function_that_both_are_reached_from(
    snippet: Callable[..., Any],
) -> None:
    _, found = conflicts_of(
        snippet,
        "func (s *S) loop() { s.add() }\nfunc (s *S) add() { s.n++ }\n"
        "func (s *S) get() int { return s.n }\nfunc run(s *S) { go s.loop(); use(s.get()) }",
        "s.n",
    )
    (only,) = found
    assert [each.name for each in only.first_chain] == ["run", "S.loop", "S.add"]
    assert [each.name for each in only.second_chain] == ["run", "S.get"]
    assert [each.how for each in only.starts] == ["go"]
    assert not only.is_visible


def test_parallel_subtests(snippet: Callable[..., Any]) -> None:
    text = (
        'package m\n\nimport "testing"\n\nfunc TestX(t *testing.T) {\n\tm := map[string]int{}\n'
        "\tfor _, k := range []string{} {\n\t\tt.Run(k, func(t *testing.T) { %s })\n\t}\n"
        "\t_ = len(m)\n}\n"
    )
    for body, racing in (
        ("t.Parallel(); m[k] = 1", True),
        ("m[k] = 1; t.Parallel()", False),
        ("m[k] = 1", False),
        ("t.Parallel(); _ = m[k]", False),
    ):
        made = snippet({"a_test.go": text % body}, main="a_test.go")
        variable = variable_denoted(made.info, made.node("m", "identifier", at=-1))
        assert variable is not None
        found = conflicts(made.semantics, accesses_of(made.semantics, variable))
        assert bool(found) is racing, body


def test_starts_and_joins(snippet: Callable[..., Any]) -> None:
    made = snippet(
        PRELUDE + "func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.f() }\n"
        "func (s *S) f() {}\nfunc run(s *S) { var wg sync.WaitGroup\n"
        "for range 3 { wg.Go(s.f) }; wg.Wait(); go func() { s.f() }() }"
    )
    graph = call_graph(made.semantics, made.info.package)
    starts = starts_of(graph, [graph.named(each)[0] for each in ("run", "S.ServeHTTP")])
    assert [(s.how, s.many, s.body and s.body.name) for s in starts] == [
        ("http handler", True, "S.ServeHTTP"),
        ("wg.Go", True, "S.f"),
        ("go", False, "run.func1"),
    ]
    assert [made.info.file.text(each) for each in joins_of(graph, starts[1])] == ["wg.Wait()"]
    running = runs_in(graph, graph.named("S.f")[0])
    assert running == frozenset(starts)
