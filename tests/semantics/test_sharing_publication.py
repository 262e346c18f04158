"""Which accesses happen before anyone else can see the value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.sharing import accesses_of, is_unshared, variable_denoted

Make = Callable[..., Any]

HEAD = """import (
	"encoding/json"
	"fmt"
	"maps"
	"sort"
	"sync"
)

type C struct {
	mu  sync.Mutex
	n   int
	m   map[string]int
	p   *C
	st  struct{ in map[string]int }
	Emb
}

type Emb struct{ deep map[string]int }

type Server struct{ c *C }

var (
	_ = fmt.Sprint
	_ = json.Marshal
	_ = maps.Keys[map[int]int]
	_ = sort.Ints
	_ sync.Mutex
	global  *C
	globalM map[string]int
	queue   chan *C
)

func (c *C) run()             { c.n = 0 }
func (c *C) keep()            { global = c }
func (c *C) keepMap()         { globalM = c.m }
func (c *C) start()           { go c.run() }
func (c *C) self() *C         { return c }
func (c *C) deeper()          { c.keep() }
func (c *C) helper()          { c.run(); c.n = 0 }
func ignore(c *C)             {}
func drop(_ *C)               {}
func store(c *C)              { global = c }
func variadic(cs ...*C)       {}
func later(f func())          {}
func newC() *C                { return &C{m: map[string]int{}} }
func newBoth() (*C, error)    { c := &C{}; c.m = make(map[string]int); return c, nil }
func newValue() C             { return C{} }
func newStarted() *C          { c := &C{}; go c.run(); return c }
func newOf(m map[string]int) *C { return &C{m: m} }
func newMaybe(b bool) *C      { if b { return nil }; return global }
func newNamed() (c *C)        { c = &C{}; return c }

func last(c *C) { _, _, _, _ = c.m, c.n, c.st.in, c.deep }
"""

# code; a line that accesses c.n, c.m, c.st.in or c.deep says what it is
PROGRAMS = [
    """func f(k string) *C {
	c := &C{n: 1} // private
	c.n = 2 // private
	c.m = map[string]int{} // private
	c.m[k] = 3 // private
	c.st.in = nil // private
	c.deep = nil // private
	c.helper()
	c.n++ // private
	return c
}""",
    """func f() {
	c := newC()
	c.n = 1 // private
	c.m["k"] = 1 // private
	global = c
	c.n = 2 // shared
	c.m["k"] = 2 // shared
}""",
    """func f() {
	c, err := newBoth()
	c.m["k"] = 1 // private
	d := newStarted()
	d.n = 1 // shared
	e := newNamed()
	e.n = 1 // private
	g := newMaybe(true)
	g.n = 1 // shared
	h := newOf(globalM)
	h.n = 1 // private
	h.m["k"] = 1 // shared
	_ = err
}""",
    """func f(m map[string]int) {
	c := &C{m: m} // private
	c.n = 1 // private
	c.m["k"] = 1 // shared
	c.m = nil // private
}""",
    """func f(m map[string]int) {
	c := &C{m: maps.Clone(m)} // private
	c.m["k"] = 1 // private
	c.m = m // private
	c.m["k"] = 1 // shared
}""",
    """func f(given *C) {
	given.n = 1 // shared
	c := given
	c.n = 1 // shared
	d := *given
	d.n = 1 // private
	d.m["k"] = 1 // shared
	given = &C{}
	given.n = 1 // shared
}""",
    """func f() {
	var c C
	c.n = 1 // private
	c.m = make(map[string]int) // private
	c.m["k"] = 1 // private
	use := &c
	c.n = 2 // shared
	_ = use
}""",
    """func f() {
	c := newValue()
	c.n = 1 // private
	d := new(C)
	d.n = 1 // private
	var e *C
	e = &C{}
	e.n = 1 // shared
	e = global
	e.n = 1 // shared
}""",
    """func f() {
	c := &C{}
	go c.run()
	c.n = 1 // shared
}""",
    """func f() {
	c := &C{}
	c.n = 1 // private
	go func() {
		c.n = 2 // shared
	}()
	c.n = 3 // shared
}""",
    """func f() {
	c := &C{}
	func() {
		c.n = 1 // private
	}()
	sort.Slice([]int{}, func(i, j int) bool {
		c.n++ // private
		return false
	})
	defer func() {
		c.n = 2 // shared
	}()
	c.n = 3 // private
	later(func() {
		c.n = 2 // shared
	})
	c.n = 3 // shared
}""",
    """func f() {
	c := &C{}
	var walk, other func(int)
	walk = func(i int) {
		c.n = i // private
		walk(i - 1)
		other(i)
	}
	other = func(i int) {
		c.n = i // private
		walk(i)
	}
	walk(3)
	again := func(i int) {
		c.n = i // shared
	}
	again(1)
	go again(2)
}""",
    """func f() {
	var wg sync.WaitGroup
	for i := range 3 {
		c := &C{}
		c.n = i // private
		wg.Go(func() {
			c.n++ // shared
		})
	}
}""",
    """func f() {
	c := &C{}
	for i := range 3 {
		c.n = i // shared
		go c.run()
	}
}""",
    """func f(b bool) {
	c := &C{}
	if b {
		global = c
		return
	}
	c.n = 1 // private
	if b {
		queue <- c
	}
	c.n = 2 // shared
}""",
    """func f() {
	c := &C{}
	ignore(c)
	drop(c)
	fmt.Println(c)
	c.n = 1 // private
	store(c)
	c.n = 2 // shared
}""",
    """func f() {
	c, d, e, g := &C{}, &C{}, &C{}, &C{}
	c.deeper()
	c.n = 2 // shared
	d.start()
	d.n = 2 // shared
	e.self()
	e.n = 2 // shared
	g.keepMap()
	g.n = 2 // private
	g.m["k"] = 2 // shared
}""",
    """func f() {
	c, d, e, g := &C{}, &C{}, &C{}, &C{}
	_ = &Server{c: c}
	c.n = 1 // shared
	_ = []*C{d}
	d.n = 1 // shared
	variadic(e)
	e.n = 1 // shared
	h := g.run
	g.n = 1 // shared
	h()
}""",
    """func f() {
	c := &C{}
	c.p.n = 1 // shared
	json.Unmarshal(nil, &c.m) // private
	c.m["k"] = 1 // private
	globalM = c.m // private
	c.m["k"] = 2 // shared
	c.n = 1 // private
	c.mu.Lock()
	c.n = 1 // private
	if c == nil || c.p != nil {
		c.n = 1 // private
	}
}""",
    """func f() {
	for _, c := range []*C{} {
		c.n = 1 // shared
	}
	queue, list := <-queue, []*C{}
	queue.n = 1 // shared
	list[0].n = 1 // shared
	global.n = 1 // shared
	newC().n = 1 // shared
}""",
    """func f() {
	c := &C{}
	setup(c)
	c.setup()
	c.both()
	global.both()
}

func (c *C) setup() {
	c.n = 1 // private
	c.inner()
}

func (c *C) inner() {
	c.m = nil // private
	go c.run()
	c.m = nil // shared
}

func setup(c *C) {
	c.n = 1 // private
}

func (c *C) both() {
	c.n = 1 // shared
}

func (c *C) nobody() {
	c.n = 1 // shared
}

func (c *C) Exported() {
	c.n = 1 // shared
}

func init() {
	c := &C{}
	c.Exported()
	global.n = 1 // private
	global.atStart()
}

func (c *C) atStart() {
	c.n = 2 // private
}""",
    """func f() {
	c := &C{}
	c.used()
	g := c.used
	g()
}

func (c *C) used() {
	c.n = 1 // shared
}""",
    """func f() {
	c := &C{}
	c.first(3)
}

func (c *C) first(i int) {
	c.n = 1 // shared
	c.second(i)
}

func (c *C) second(i int) {
	c.first(i - 1)
}""",
]


@pytest.mark.parametrize("program", range(len(PROGRAMS)))
def test_fields(snippet: Make, program: int) -> None:
    made = snippet(f"{HEAD}\n{PROGRAMS[program]}")
    lines = made.info.file.data.decode().split("\n")
    wanted = {
        number: line.rpartition("// ")[2]
        for number, line in enumerate(lines, 1)
        if line.endswith(("// private", "// shared"))
    }
    found: dict[int, str] = {}
    for name in ("c.m", "c.n", "c.st.in", "c.deep"):
        variable = variable_denoted(made.info, made.nodes(name, "selector_expression")[-1])
        assert variable is not None
        for access in accesses_of(made.semantics, variable).all:
            if access.line in wanted:
                found[access.line] = "private" if is_unshared(access) else "shared"
    shown = {number: lines[number - 1] for number in wanted if found.get(number) != wanted[number]}
    assert shown == {}
