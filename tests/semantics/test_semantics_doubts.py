"""Accesses without the lock that are left alone, for they look ordered by other means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.sharing.accesses import accesses_of
from gofixmap.semantics.sharing.guards import guard_of
from gofixmap.semantics.sharing.variables import variable_denoted

TYPES = """
import ("slices"; "sync"; "sync/atomic")

type Room struct {
	mu    sync.Mutex
	outer sync.Mutex
	seats int
	plan  Plan
	names []string
	ended bool
	open  atomic.Bool
	done  chan struct{}
}

type Plan struct{ rows, aisles int }

func use(...any) {}
func newRoom() *Room { return &Room{} }
"""
GROW = "func (r *Room) Grow() { r.mu.Lock(); r.seats++; r.mu.Unlock() }\n"
SHRINK = "func (r *Room) Shrink() { r.mu.Lock(); r.seats--; r.mu.Unlock() }\n"
BOTH = GROW + SHRINK


def unlocked(snippet: Callable[..., Any], source: str, name: str) -> int:
    made = snippet(TYPES + source)
    variable = variable_denoted(made.info, made.node(name, "selector_expression", at=-1))
    assert variable is not None
    found = guard_of(made.semantics, accesses_of(made.semantics, variable))
    return len(found.unlocked) if found is not None else 0


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (BOTH + "func (r *Room) Free() int { return r.seats }", 1),
        # a value of the function's own, though a callback has seen it
        (BOTH + "func Build() *Room { r := &Room{}; use(r.Grow); r.seats = 3; return r }", 0),
        (BOTH + "func Build() *Room { r := newRoom(); use(r); r.seats = 3; return r }", 0),
        (BOTH + "func Build() *Room { r := &Room{}; go r.Grow(); r.seats = 3; return r }", 1),
        # what comes after a signal, or out of a channel
        (BOTH + "func (r *Room) Last() int { <-r.done; return r.seats }", 0),
        (BOTH + "func (r *Room) End(wg *sync.WaitGroup) int { wg.Wait(); return r.seats }", 0),
        (BOTH + "func (r *Room) If() { if r.open.Load() { use(r.seats) } }", 0),
        (BOTH + "func each(in chan *Room) { for r := range in { use(r.seats) } }", 0),
        (BOTH + "func (r *Room) Got(acquire func()) int { acquire(); return r.seats }", 0),
        (BOTH + "func (r *Room) Said() int {\n// acquired after <-r.done\nreturn r.seats }", 1),
        (BOTH + "func (r *Room) First() int { n := r.seats; <-r.done; return n }", 1),
        # not known to be called by several goroutines
        (BOTH + "func (r *Room) show() { use(r.seats) }", 0),
        (BOTH + "func (r *Room) show() { use(r.seats) }\nfunc (r *Room) Go() { go r.show() }", 1),
        (BOTH + "func (r *Room) show() { use(r.seats) }\nfunc (r *Room) Show() { r.show() }", 1),
        (BOTH + "func (r *Room) prepare() { go use(1); r.seats = 0 }", 0),
        (BOTH + "func Show(r *Room) { use(r.seats) }", 0),
        # the value belongs to what a wrapper is for
        (BOTH + "type view struct{ r *Room }\nfunc (v view) Free() int { return v.r.seats }", 0),
        (BOTH + "type LockedRoom Room\nfunc (r *Room) FreeUnlocked() int { return r.seats }", 0),
        # what takes over from another value
        (BOTH + "func (r *Room) Take(o *Room) { r.seats = o.seats }", 0),
        # one helper writes, once
        (
            "func (r *Room) fill() { r.mu.Lock(); defer r.mu.Unlock(); if r.seats > 0 { return }\n"
            "r.seats = 9 }\nfunc (r *Room) Free() int { return r.seats }\n"
            "func (r *Room) Get() int { r.mu.Lock(); defer r.mu.Unlock(); return r.seats }",
            0,
        ),
        (BOTH + "func (r *Room) Free() int { r.acquire(); return r.seats }", 0),
        # a reader that has had the lock before
        (BOTH + "func (r *Room) Late() int { r.mu.Lock(); r.mu.Unlock(); return r.seats }", 0),
        (BOTH + "func (r *Room) Late() int { r.Grow(); return r.seats }", 0),
        (BOTH + "func (r *Room) Late() { r.mu.Lock(); r.mu.Unlock(); r.seats = 0 }", 1),
        # somebody has thought of locks
        (BOTH + "func (r *Room) Free() int { return r.seats /* needs no locking */ }", 0),
        (BOTH + "// Free is racy.\nfunc (r *Room) Free() int { return r.seats }", 0),
        (BOTH + "// Free blocks.\nfunc (r *Room) Free() int { return r.seats }", 1),
        # the only writer reads what it has written
        (GROW + "func (r *Room) Log() { r.mu.Lock(); use(r.seats); r.mu.Unlock() }\n", 0),
        (
            "func (r *Room) Run() { r.mu.Lock(); r.seats++; r.mu.Unlock(); use(r.seats) }\n"
            "func (r *Room) Get() int { r.mu.Lock(); defer r.mu.Unlock(); return r.seats }",
            0,
        ),
        (
            "func (r *Room) Run() { for { use(r.seats); r.mu.Lock(); r.seats++; r.mu.Unlock() } }\n"
            "func (r *Room) Get() int { r.mu.Lock(); defer r.mu.Unlock(); return r.seats }",
            0,
        ),
        (
            "func (r *Room) Start() { go r.run() }\n"
            "func (r *Room) run() { r.step(); r.show() }\n"
            "func (r *Room) step() { r.mu.Lock(); r.seats++; r.mu.Unlock() }\n"
            "func (r *Room) show() { use(r.seats) }\n"
            "func (r *Room) Get() int { r.mu.Lock(); defer r.mu.Unlock(); return r.seats }",
            0,
        ),
        # a check that forgets the lock comes first
        (
            "func (r *Room) Fill() { if r.seats < 9 { r.mu.Lock(); r.seats = 9; r.mu.Unlock() }}\n"
            "func (r *Room) Get() int { r.mu.Lock(); defer r.mu.Unlock(); return r.seats }",
            1,
        ),
        # a caller may hold another lock that writers hold as well
        (
            SHRINK + "func (r *Room) Add() { r.outer.Lock(); r.mu.Lock(); r.seats++ }\n"
            "func (r *Room) Show() { r.outer.Lock(); r.show(); r.outer.Unlock() }\n"
            "func (r *Room) Peek() { r.show() }\nfunc (r *Room) show() { use(r.seats) }",
            0,
        ),
        # written under the lock only while it is being made
        (
            "func Build() *Room {\nr := &Room{}; r.mu.Lock(); r.seats = 3; r.mu.Unlock()\n"
            "return r }\n"
            "func (r *Room) Get() int { r.mu.Lock(); defer r.mu.Unlock(); return r.seats }\n"
            "func (r *Room) Free() int { return r.seats }",
            0,
        ),
    ],
)
def test_fields(snippet: Callable[..., Any], body: str, count: int) -> None:
    assert unlocked(snippet, body, "r.seats") == count


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ("r.mu.Lock(); r.plan.rows++; r.mu.Unlock()", 0),
        ("r.mu.Lock(); l := slices.Clone(r.names); r.mu.Unlock(); use(l)", 1),
        ("r.mu.Lock(); l := append([]string(nil), r.names...); r.mu.Unlock(); use(l)", 1),
        ("r.mu.Lock(); n := len(r.names); r.mu.Unlock(); if n == 0 { return 0 }", 1),
        ("r.mu.Lock(); p := r.plan; r.mu.Unlock(); use(p)", 1),
        ("r.mu.Lock(); l := slices.Clone(r.names); r.mu.Unlock(); for range l { use(l) }", 1),
        # a loop that fills the copy, and one that does more
        (
            "r.mu.Lock(); l := make([]string, 3)\n"
            "for i, v := range r.names { l[i] = v }; r.mu.Unlock(); use(l)",
            1,
        ),
        (
            "r.mu.Lock(); l := make([]string, 3)\n"
            "for i, v := range r.names { l[i] = v; r.plan.rows++ }; r.mu.Unlock(); use(l)",
            0,
        ),
        (
            "r.mu.Lock(); l := r.names\n"
            "for i, v := range l { r.names[i] = v }; r.mu.Unlock(); use(l)",
            0,
        ),
        # the value says whether there is something to wait for
        ("r.mu.Lock(); e := r.ended; r.mu.Unlock(); use(e)", 1),
        ("r.mu.Lock(); e := r.ended; r.mu.Unlock(); if e { use(1) }", 1),
        ("r.mu.Lock(); e := r.ended; r.mu.Unlock(); if !e { return 0 }", 0),
        ("r.mu.Lock(); e := r.ended; r.mu.Unlock(); switch { case !e: panic(e) }", 0),
        # what is called may change anything, as may a second statement
        ("r.mu.Lock(); n := r.next(); r.mu.Unlock(); use(n)", 0),
        ("r.mu.Lock(); n := r.plan; r.plan = Plan{}; r.mu.Unlock(); use(n)", 0),
        ("r.mu.Lock(); n, p := r.names, r.plan; r.mu.Unlock(); use(n, p)", 0),
        ("r.mu.Lock(); p := r.plan; r.outer.Unlock(); use(p)", 0),
        ("r.outer.Lock(); p := r.plan; r.outer.Unlock(); use(p)", 0),
        ("r.mu.Lock(); p := r.plan; r.mu.Unlock(); use(p); r.mu.Lock(); r.mu.Unlock()", 0),
        ("r.mu.Lock(); r.mu.Unlock(); r.mu.Lock(); p := r.plan; r.mu.Unlock(); use(p)", 0),
        ("r.mu.Lock(); p := r.plan; r.mu.Unlock(); r.mu.Lock(); q := r.plan; r.mu.Unlock()", 1),
    ],
)
def test_a_copy_under_the_lock_is_no_thought(
    snippet: Callable[..., Any], before: str, count: int
) -> None:
    next_ = "func (r *Room) next() int { return 1 }\n"
    read = f"func (r *Room) Late() int {{ {before}; return r.seats }}\n"
    assert unlocked(snippet, BOTH + next_ + read, "r.seats") == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        # a callback that runs before the goroutine starts
        ("each(func() { mu.Lock(); n++; mu.Unlock() }); go func() { use(n) }()", 0),
        ("go func() { mu.Lock(); n++; mu.Unlock() }(); n = 1; mu.Lock(); n++; mu.Unlock()", 1),
    ],
)
def test_locals(snippet: Callable[..., Any], body: str, count: int) -> None:
    source = f"var each func(func())\nfunc f() {{ var mu sync.Mutex; n := 0; {body} }}"
    made = snippet(TYPES + source)
    variable = variable_denoted(made.info, made.node("n", "identifier", at=-1))
    assert variable is not None
    found = guard_of(made.semantics, accesses_of(made.semantics, variable))
    assert (len(found.unlocked) if found is not None else 0) == count


@pytest.mark.parametrize(
    ("expression", "count"),
    [("r.plan.rows", 1), ("r.plan.aisles", 0), ("r.plan", 1)],
)
def test_parts_of_a_struct(snippet: Callable[..., Any], expression: str, count: int) -> None:
    body = (
        "func (r *Room) Row() { r.mu.Lock(); r.plan.rows++; r.mu.Unlock() }\n"
        "func (r *Room) Cut() { r.mu.Lock(); r.plan.rows--; r.mu.Unlock() }\n"
        f"func (r *Room) Show() {{ use({expression}) }}"
    )
    assert unlocked(snippet, body, "r.plan") == count


def test_a_lock_that_writes_hold_for_reading_only_guards_nothing(
    snippet: Callable[..., Any],
) -> None:
    source = (
        'import "sync"\n\nvar (\n\tall   []*Room\n\tallMu sync.RWMutex\n)\n\n'
        "type Room struct{ seats int }\n\n"
        "func Clear() { allMu.RLock(); for _, r := range all { r.seats = 0 }; allMu.RUnlock() }\n"
    )
    made = snippet(source)
    variable = variable_denoted(made.info, made.node("r.seats", "selector_expression"))
    assert variable is not None
    assert guard_of(made.semantics, accesses_of(made.semantics, variable)) is None
