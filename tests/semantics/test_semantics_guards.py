"""Which lock guards a variable, and who does without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.sharing.accesses import accesses_of
from gofixmap.semantics.sharing.guards import Guard, guard_of
from gofixmap.semantics.sharing.variables import variable_denoted

TYPES = """
import "sync"

type C struct {
	mu   sync.Mutex
	o    sync.Mutex
	once sync.Once
	m    map[string]int
	kids []*K
}

type K struct{ n int }

var pkgMu sync.Mutex
var hits = map[string]int{}

func use(...any) {}
"""
SET = "func (c *C) Set() { c.mu.Lock(); defer c.mu.Unlock(); c.m[`s`] = 1 }\n"
DEL = "func (c *C) Del() { c.mu.Lock(); c.del() }\nfunc (c *C) del() { c.m = nil }\n"
GET = "func (c *C) Get() int { c.mu.Lock(); defer c.mu.Unlock(); return c.m[`g`] }\n"


def guard(snippet: Callable[..., Any], source: str, name: str) -> Guard | None:
    made = snippet(source)
    node = made.node(name, "identifier", "selector_expression", at=-1)
    variable = variable_denoted(made.info, node)
    assert variable is not None
    return guard_of(made.semantics, accesses_of(made.semantics, variable))


def described(found: Guard | None) -> str:
    if found is None:
        return ""
    marks = "annotated " if found.annotated else ""
    return f"{marks}{found.lock.name} {len(found.locked)}/{len(found.unlocked)}"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (SET + GET, "mu 2/0"),
        (SET + GET + "func (c *C) Len() int { return len(c.m) }", "mu 2/1"),
        (SET + "func (c *C) Len() int { return len(c.m) }", ""),  # no majority
        (GET + "func (c *C) Put() { c.m[``] = 1 }", ""),  # not held at any write
        ("func (c *C) Put() { c.m[``] = 1 }", ""),
        # the lock of another value
        (
            SET + GET + "func (c *C) From(o *C) { c.mu.Lock(); use(len(o.m)); c.mu.Unlock() }",
            "mu 2/0",
        ),
        (SET + GET + "func (c *C) Not() { s := c; s.mu.Lock(); c.m = nil }", "mu 3/0"),
        (SET + GET + "func (c *C) If(b bool) { if b { c.mu.Lock() }; c.m = nil }", "mu 2/0"),
        (SET + GET + "func (c *C) Was() { c.mu.Lock(); c.mu.Unlock(); c.m = nil }", "mu 2/1"),
        (
            SET + GET + "func all(l []*C) { for _, c := range l { c.mu.Lock() }; l[0].m = nil }",
            "mu 2/0",
        ),
        (
            SET + GET + "func (c *C) tryLock() bool { if c.m == nil { return false }\n"
            "c.mu.Lock(); return true }\nfunc (c *C) May() { if c.tryLock() { c.m = nil } }",
            "mu 2/1",
        ),
        # another lock that other accesses hold as well
        (
            SET + GET + "func (c *C) Two() { c.o.Lock(); c.mu.Lock(); use(len(c.m)) }\n"
            "func (c *C) One() { c.o.Lock(); use(len(c.m)) }",
            "mu 3/0",
        ),
        (SET + GET + "func (c *C) One() { c.o.Lock(); use(len(c.m)) }", "mu 2/0"),
        # the reference alone, which never changes
        (SET + GET + "func (c *C) Copy() *C { return &C{m: c.m} }", "mu 2/0"),
        (SET + GET + DEL + "func (c *C) Copy() *C { return &C{m: c.m} }", "mu 3/1"),
        (SET + GET + "func (c *C) Start() { c.m = map[string]int{} }", "mu 2/0"),
        # a goroutine that the holder of the lock waits for
        (
            SET + GET + "func (c *C) Par() { c.mu.Lock(); var wg sync.WaitGroup\n"
            "wg.Go(func() { use(len(c.m)) }); wg.Wait(); c.mu.Unlock() }",
            "mu 2/0",
        ),
        # helpers
        (
            SET
            + GET
            + "func (c *C) Del() { c.mu.Lock(); c.del() }\nfunc (c *C) del() { c.m = nil }",
            "mu 3/0",
        ),
        (SET + GET + "func (c *C) delLocked() { c.m = nil }", "mu 3/0"),
        (
            SET
            + GET
            + "func (c *C) Del() { c.mu.Lock(); c.del() }\nfunc (c *C) Bad() { c.del() }\n"
            "func (c *C) del() { c.m = nil }",
            "mu 2/0",
        ),
        # not shared yet
        (SET + GET + "func New() *C { c := &C{}; c.m = map[string]int{}; return c }", "mu 2/0"),
        (SET + GET + "func New() *C { c := &C{}; go c.Set(); c.m = nil; return c }", "mu 2/1"),
        # once
        (SET + GET + "func (c *C) I() { c.once.Do(func() { c.m = nil }) }", "mu 2/0"),
        (SET + GET + "func (c *C) I() { go func() { c.m = nil }() }", "mu 2/1"),
        (SET + GET + "func (c *C) I() { c.mu.Lock(); use(func() { c.m = nil }) }", "mu 2/0"),
    ],
)
def test_fields(snippet: Callable[..., Any], body: str, found: str) -> None:
    assert described(guard(snippet, TYPES + body, "c.m")) == found


def test_the_lock_of_an_owner(snippet: Callable[..., Any]) -> None:
    body = (
        "func (c *C) A() { c.mu.Lock(); c.kids[0].n++; c.mu.Unlock() }\n"
        "func (c *C) B() { c.mu.Lock(); c.kids[0].bump(); c.mu.Unlock() }\n"
        "func (x *K) bump() { x.n++ }\n"
    )
    assert described(guard(snippet, TYPES + body, "x.n")) == "mu 2/0"
    bare = body + "func (x *K) Get() int { return x.n }"
    assert described(guard(snippet, TYPES + bare, "x.n")) == "mu 2/1"


def test_package_variables(snippet: Callable[..., Any]) -> None:
    body = (
        "func Set() { pkgMu.Lock(); hits[``] = 1; pkgMu.Unlock() }\n"
        "func Get() int { pkgMu.Lock(); defer pkgMu.Unlock(); return hits[``] }\n"
        "func init() { hits[`a`] = 1 }\nfunc Len() int { return len(hits) }"
    )
    assert described(guard(snippet, TYPES + body, "hits")) == "pkgMu 2/1"


def test_locals_are_free_after_the_join(snippet: Callable[..., Any]) -> None:
    body = (
        "func run() int { var mu sync.Mutex; var wg sync.WaitGroup; m := map[int]int{}; m[0] = 1\n"
        "for i := range 3 { wg.Add(1); go func() { defer wg.Done(); mu.Lock(); m[i] = 1; m[i]++\n"
        "mu.Unlock() }() }\n%s; return len(m) }"
    )
    assert described(guard(snippet, TYPES + body % "wg.Wait()", "m")) == "mu 2/0"
    assert described(guard(snippet, TYPES + body % "use()", "m")) == "mu 2/1"


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("n int // guarded by mu", "annotated mu 0/1"),
        ("// protected by mu\n\tn int", "annotated mu 0/1"),
        ("n int // +checklocks:mu", "annotated mu 0/1"),
        ("n int // guarded by A.mu", "annotated mu 0/1"),
        ("n int // guarded by pkgMu", "annotated pkgMu 0/1"),
        ("n int // not guarded", ""),
        ("n int", ""),
    ],
)
def test_annotations(snippet: Callable[..., Any], field: str, found: str) -> None:
    source = (
        'import "sync"\n\nvar pkgMu sync.Mutex\n\n'
        f"type A struct {{\n\tmu sync.Mutex\n\n\t{field}\n}}\n"
        "func (a *A) Inc() { a.n++ }\n"
    )
    assert described(guard(snippet, source, "a.n")) == found


def test_a_comment_on_the_lock(snippet: Callable[..., Any]) -> None:
    source = (
        'import "sync"\n\n'
        "type A struct {\n\tmu sync.Mutex // guards n and m\n\tn  int\n\to  int\n}\n"
        "func (a *A) Inc() { a.n++; a.o++ }\n"
    )
    assert described(guard(snippet, source, "a.n")) == "annotated mu 0/1"
    assert described(guard(snippet, source, "a.o")) == ""
