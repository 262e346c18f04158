"""What the tests of accesses share: whose accesses are meant, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap.semantics.sharing import Access, Accesses, accesses_of, variable_denoted

if TYPE_CHECKING:
    from conftest import Snippet

HEAD = """import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"time"
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
	when time.Time
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
