"""Which locks are held where: inside one function, by its callers, and by convention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
from gofixmap.semantics.sharing.locks import Held, held_at, lock_calls, may_lock
from gofixmap.semantics.sharing.places import Place

PRELUDE = """
import (
	"os"
	"sort"
	"sync"
)

var _ = sort.Slice
var _ = os.Exit

type C struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	ptr   *sync.Mutex
	inner inner
	once  sync.Once
	m     map[string]int
}

type inner struct{ mu sync.Mutex }

type E struct {
	sync.RWMutex
	m map[string]int
}

type W struct{ mu myMutex }
type myMutex struct{ sync.Mutex }

var pkgMu sync.Mutex
var shards [4]C

func cond() bool
func use(...any) {}
func mark()      {}
"""


def text(held: Held) -> str:
    base = f"{held.base}." if held.base else ("?." if held.path == "?" else "")
    return f"{base}{held.lock.name}" + ("" if held.exclusive else ":r")


def held_of(snippet: Callable[..., Any], body: str) -> list[str]:
    """What is held at each `mark()`, in source order, joined."""
    made = snippet(PRELUDE + body)
    graph = call_graph(made.semantics, made.info.package)
    return [
        " ".join(sorted(text(each) for each in held_at(graph, Place(made.info, node))))
        for node in made.nodes("mark()", "call_expression")
    ]


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("mark()", ""),
        ("mark(); c.mu.Lock()", ""),
        ("c.mu.Lock(); mark()", "c.mu"),
        ("c.mu.Lock(); c.mu.Unlock(); mark()", ""),
        ("c.mu.Lock(); defer c.mu.Unlock(); mark()", "c.mu"),
        ("c.mu.Lock(); defer func() { c.mu.Unlock() }(); mark()", "c.mu"),
        ("c.rw.RLock(); mark(); c.rw.RUnlock()", "c.rw:r"),
        ("c.ptr.Lock(); mark()", "c.ptr"),
        ("c.inner.mu.Lock(); mark()", "c.inner.mu"),
        ("pkgMu.Lock(); mark()", "pkgMu"),
        ("var mu sync.Mutex; mu.Lock(); mark()", "mu"),
        ("mu := &c.mu; mu.Lock(); mark()", "c.mu"),
        ("s := c; s.mu.Lock(); mark()", "s.mu"),
        ("e.Lock(); mark()", "e.RWMutex"),
        ("e.RLock(); mark()", "e.RWMutex:r"),
        ("w.mu.Lock(); mark()", "w.mu"),
        ("shards[i].mu.Lock(); mark()", "shards[i].mu"),
        # another base is another lock
        ("c.mu.Lock(); d.mu.Unlock(); mark()", "c.mu"),
        # paths
        ("if cond() { c.mu.Lock() }; mark()", ""),
        ("if cond() { c.mu.Lock() } else { c.mu.Lock() }; mark()", "c.mu"),
        ("c.mu.Lock(); if cond() { c.mu.Unlock(); return }; mark()", "c.mu"),
        ("c.mu.Lock(); if cond() { c.mu.Unlock(); panic(1) }; mark()", "c.mu"),
        ("c.mu.Lock(); if cond() { c.mu.Unlock(); os.Exit(1) }; mark()", "c.mu"),
        ("c.mu.Lock(); if cond() { c.mu.Unlock() }; mark()", ""),
        ("c.mu.Lock(); if cond() { c.mu.Unlock(); c.mu.Lock() }; mark()", "c.mu"),
        ("for cond() { c.mu.Lock(); c.mu.Unlock() }; mark()", ""),
        ("c.mu.Lock(); for cond() { c.mu.Unlock(); use(); c.mu.Lock() }; mark()", "c.mu"),
        ("c.mu.Lock(); for cond() { c.mu.Unlock(); mark(); c.mu.Lock() }", ""),
        (
            "for { c.mu.Lock(); if cond() { c.mu.Unlock(); continue }; mark(); c.mu.Unlock() }",
            "c.mu",
        ),
        ("for { c.mu.Lock(); if cond() { break }; c.mu.Unlock() }; mark()", "c.mu"),
        ("c.mu.Lock(); switch i { case 1: c.mu.Unlock(); return; default: }; mark()", "c.mu"),
        ("c.mu.Lock(); switch { case cond(): c.mu.Unlock() }; mark()", ""),
        ("c.mu.Lock(); c.rw.RLock(); mark()", "c.mu c.rw:r"),
        ("if cond() { c.rw.RLock() } else { c.rw.Lock() }; mark()", "c.rw:r"),
        ("goto end; end: mark()", ""),
        # TryLock
        ("if c.mu.TryLock() { mark() }", "c.mu"),
        ("if c.mu.TryLock() { c.mu.Unlock() }; mark()", ""),
        ("if !c.mu.TryLock() { return }; mark()", "c.mu"),
        ("if !c.mu.TryLock() { mark() }", ""),
        ("if cond() && c.mu.TryLock() { mark() }", "c.mu"),
        ("if cond() || c.mu.TryLock() { mark() }", ""),
        ("if cond() || !c.mu.TryLock() { return }; mark()", "c.mu"),
        ("ok := c.mu.TryLock(); if !ok { return }; mark()", "c.mu"),
        ("for !c.mu.TryLock() { }; mark()", "c.mu"),
        ("for { if !c.mu.TryLock() { continue }; mark(); c.mu.Unlock() }", "c.mu"),
        # literals
        ("c.mu.Lock(); go func() { mark() }()", ""),
        ("c.mu.Lock(); f := func() { mark() }; use(f)", ""),
        ("c.mu.Lock(); func() { mark() }()", "c.mu"),
        ("c.mu.Lock(); f := func() { mark() }; f()", "c.mu"),
        ("f := func() { mark() }; c.mu.Lock(); f()", "c.mu"),
        ("f := func() { mark() }; f(); c.mu.Lock(); f()", ""),
        ("c.mu.Lock(); sort.Slice(nil, func(i, j int) bool { mark(); return true })", "c.mu"),
        ("c.mu.Lock(); c.once.Do(func() { mark() })", "c.mu"),
        ("c.mu.Lock(); defer c.mu.Unlock(); defer func() { mark() }()", "c.mu"),
        ("defer func() { mark() }(); c.mu.Lock(); defer c.mu.Unlock()", ""),
        ("c.mu.Lock(); defer func() { mark() }(); c.mu.Unlock()", ""),
        ("go func() { c.mu.Lock(); mark() }()", "c.mu"),
    ],
)
def test_inside_one_function(snippet: Callable[..., Any], body: str, held: str) -> None:
    assert held_of(snippet, f"func run(c, d *C, e *E, w *W, i int) {{ {body} }}") == [held]


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (x *C) f() { mark() }", "x.mu"),
        ("func (c *C) F() { c.f() }\nfunc (x *C) f() { mark() }", ""),
        ("func (c *C) F() { c.mu.Lock(); c.F2() }\nfunc (x *C) F2() { mark() }", ""),
        ("func (c *C) F() { c.mu.Lock(); go c.f() }\nfunc (x *C) f() { mark() }", ""),
        ("func (c *C) F() { c.mu.Lock(); use(c.f) }\nfunc (x *C) f() { mark() }", ""),
        ("func (c *C) F() { c.mu.Lock(); f(c) }\nfunc f(x *C) { mark() }", "x.mu"),
        ("func (c *C) F() { c.mu.Lock(); f() }\nfunc f() { mark() }", "?.mu"),
        ("func F() { pkgMu.Lock(); f() }\nfunc f() { mark() }", "pkgMu"),
        ("func (c *C) F(d *C) { c.mu.Lock(); d.f() }\nfunc (x *C) f() { mark() }", "?.mu"),
        # every caller
        (
            "func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (c *C) G() { c.f() }\n"
            "func (x *C) f() { mark() }",
            "",
        ),
        (
            "func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (c *C) G() { c.rw.RLock(); c.mu.Lock()\n"
            "c.f() }\nfunc (x *C) f() { mark() }",
            "x.mu",
        ),
        (
            "func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (c *C) G(d *C) { d.mu.Lock(); c.f() }\n"
            "func (x *C) f() { mark() }",
            "?.mu:r",
        ),
        # at any distance, in circles
        (
            "func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (c *C) f() { c.g() }\n"
            "func (c *C) g() { mark(); if cond() { c.f() }; c.g() }",
            "c.mu",
        ),
        ("func (c *C) f() { c.g() }\nfunc (c *C) g() { mark(); c.f() }", ""),
        # given back and taken again by the helper
        (
            "func (c *C) F() { c.mu.Lock(); c.f() }\n"
            "func (c *C) f() { c.mu.Unlock(); use(); c.mu.Lock(); mark() }",
            "c.mu",
        ),
        (
            "func (c *C) F() { c.mu.Lock(); c.f() }\n"
            "func (c *C) f() { if cond() { c.mu.Unlock(); use(); c.mu.Lock() }; mark() }",
            "c.mu",
        ),
        (
            "func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (c *C) f() { c.mu.Unlock(); mark() }",
            "",
        ),
        # wrappers
        (
            "func (c *C) lock() { c.mu.Lock() }\nfunc (c *C) unlock() { c.mu.Unlock() }\n"
            "func (c *C) F() { c.lock(); mark(); c.unlock() }",
            "c.mu",
        ),
        (
            "func (c *C) lock() { c.mu.Lock() }\nfunc (c *C) unlock() { c.mu.Unlock() }\n"
            "func (c *C) F() { c.lock(); c.unlock(); mark() }",
            "",
        ),
        (
            "func (c *C) lock() { c.mu.Lock() }\nfunc (c *C) unlock() { c.mu.Unlock() }\n"
            "func (c *C) F() { c.lock(); defer c.unlock(); mark() }",
            "c.mu",
        ),
        (
            "func (c *C) Lock() { c.mu.Lock() }\nfunc (c *C) Unlock() { c.mu.Unlock() }\n"
            "func (c *C) F() { c.Lock(); mark(); c.Unlock() }",
            "c.mu",
        ),
        (
            "type D struct{ C }\nfunc (d *D) Lock() { d.mu.Lock() }\n"
            "func F(d *D) { d.Lock(); d.f() }\nfunc (d *D) f() { d.g() }\n"
            "func (c *C) g() { mark() }",
            "c.mu",
        ),
        (
            "func (c *C) with(f func()) { c.mu.Lock(); f(); c.mu.Unlock() }\n"
            "func (x *C) F() { x.with(func() { mark() }) }",
            "x.mu",
        ),
        (
            "func (c *C) without(f func()) { c.mu.Unlock(); f(); c.mu.Lock() }\n"
            "func (x *C) F() { x.mu.Lock(); x.without(func() { mark() }) }",
            "",
        ),
        # started with a lock that it gives back
        (
            "func (c *C) F() { c.mu.Lock(); go func() { defer c.mu.Unlock(); c.f() }() }\n"
            "func (x *C) f() { mark() }",
            "x.mu",
        ),
        (
            "func (c *C) F() { c.mu.Lock(); go use(func() { defer func() { c.mu.Unlock() }()\n"
            "if cond() { return }; c.f() }) }\nfunc (x *C) f() { mark() }",
            "x.mu",
        ),
        ("func (c *C) F() { mark(); c.mu.Unlock() }", "c.mu"),
        ("func (c *C) F() { mark(); c.rw.RUnlock() }", "c.rw:r"),
        ("func (c *C) F() { c.mu.Unlock(); mark() }", ""),
        ("func (c *C) F() { if cond() { c.mu.Unlock() }; mark() }", ""),
        ("func (c *C) F() { mark(); if cond() { c.mu.Unlock() } }", ""),
        ("func (c *C) F() { mark(); take := c.mu.Lock; take(); c.mu.Unlock() }", ""),
        ("func (c *C) F() { mark(); use(lockAll()); c.mu.Unlock() }\nfunc lockAll() int", ""),
        ("func (c *C) F() { mark(); go func() { c.mu.Unlock() }() }", ""),
        # an interface may choose the method from elsewhere
        (
            "type I interface{ f() }\nfunc G(i I) { i.f() }\n"
            "func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (x *C) f() { mark() }",
            "",
        ),
    ],
)
def test_by_the_callers(snippet: Callable[..., Any], body: str, held: str) -> None:
    assert held_of(snippet, body) == [held]


@pytest.mark.parametrize(
    ("declaration", "held"),
    [
        ("func (i *inner) addLocked() { mark() }", "i.mu"),
        ("func (i *inner) isLocked() bool { mark(); return true }", ""),
        ("func (i *inner) add() { mark() }", ""),
        ("// add must be called with i.mu held.\nfunc (i *inner) add() { mark() }", "i.mu"),
        ("// add adds.\n// Lock should be held.\nfunc (i *inner) add() { mark() }", "i.mu"),
        ("// The caller must hold mu.\nfunc (i *inner) Add() { mark() }", "i.mu"),
        ("// Caller holds the lock.\nfunc (i *inner) Add() { mark() }", "i.mu"),
        (
            "// Add expects the caller to acquire needed locks.\nfunc (i *inner) Add() { mark() }",
            "i.mu",
        ),
        ("// Assumes lock is held.\nfunc (i *inner) Add() { mark() }", "i.mu"),
        ("// Lock not held on entry.\nfunc (i *inner) Add() { mark() }", ""),
        ("// The caller must not hold mu.\nfunc (i *inner) Add() { mark() }", ""),
        ("// Add takes the lock and adds.\nfunc (i *inner) Add() { mark() }", ""),
        ("// Add requires pkgMu.\nfunc Add() { mark() }", "pkgMu"),
        ("// Read lock should be held.\nfunc (e *E) Add() { mark() }", "e.RWMutex:r"),
        ("// +checklocks:c.rw\nfunc (c *C) Add() { mark() }", "c.rw"),
        ("// +checklocksread:c.rw\nfunc (c *C) Add() { mark() }", "c.rw:r"),
        ("// Must hold c.rw.\nfunc (c *C) Add() { mark() }", "c.rw"),
        ("func addLocked(i *inner) { mark() }", "i.mu"),
        ("func addLocked() { mark() }", "pkgMu"),
    ],
)
def test_by_convention(snippet: Callable[..., Any], declaration: str, held: str) -> None:
    assert held_of(snippet, declaration) == [held]


def test_a_clock_and_a_block_are_no_locks(snippet: Callable[..., Any]) -> None:
    declared = "type T struct {\n\tclock missing.Clock\n\tlastBlock missing.Block\n"
    method = "\tdbLock sync.Mutex\n}\n\nfunc (t *T) addLocked() { mark() }"
    assert held_of(snippet, declared + method) == ["t.dbLock"]


def test_lock_calls(snippet: Callable[..., Any]) -> None:
    made = snippet(
        PRELUDE
        + "func run(c *C) { c.mu.Lock(); defer c.mu.Unlock(); go func() { c.rw.RLock() }() }"
    )
    graph = call_graph(made.semantics, made.info.package)
    found = [
        (call.lock.name, call.base, call.method, call.deferred)
        for call in lock_calls(graph, graph.named("run")[0])
    ]
    assert found == [("mu", "c", "Lock", False), ("mu", "c", "Unlock", True)]


def test_a_chain_of_calls_that_takes_a_lock(snippet: Callable[..., Any]) -> None:
    made = snippet(
        PRELUDE
        + "func (c *C) f() { c.g() }\nfunc (c *C) g() { c.once.Do(func() { c.mu.Lock() }) }\n"
        "func (c *C) h() { go c.f(); c.mu.Unlock() }"
    )
    graph = call_graph(made.semantics, made.info.package)
    lock = lock_calls(graph, graph.named("C.h")[0])[0].lock
    chain = may_lock(graph, graph.named("C.f")[0], lock)
    assert [each.name for each in chain] == ["C.f", "C.g", "C.g.func1"]
    assert may_lock(graph, graph.named("C.h")[0], lock) == ()


def test_the_callers_alone_are_parsed(snippet: Callable[..., Any]) -> None:
    made = snippet(
        PRELUDE + "func (c *C) F() { c.mu.Lock(); c.f() }\nfunc (c *C) f() { mark() }\n"
        "func other(c *C) { c.mu.Lock() }"
    )
    graph: CallGraph = call_graph(made.semantics, made.info.package)
    start = made.info.file.text(made.info.file.declarations[-2].span).index("mark()")
    node = made.at(made.info.file.declarations[-2].span.start + start)
    assert [text(each) for each in held_at(graph, Place(made.info, node))] == ["c.mu"]
    assert made.info.file.declarations[-1]._tree is None
