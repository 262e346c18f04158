package golden

import (
	"strings"
	"sync"
	"sync/atomic"
)

type noCopy struct{}

type Locked struct {
	mu sync.Mutex
	n  int
}

type Hits struct {
	count atomic.Int64
	n     int
}

type Embeds struct {
	Locked
	n int
}

type InArray struct {
	locks [4]sync.RWMutex
	n     int
}

type Text struct {
	b strings.Builder
	n int
}

type Marked struct {
	_ noCopy
	n int
}

type custom struct{ held bool }

func (c *custom) Lock()   { c.held = true }
func (c *custom) Unlock() { c.held = false }

type Custom struct {
	c custom
	n int
}

func f(l map[int]Locked, h map[int]Hits, e map[int]Embeds, a map[int]InArray,
	t map[int]Text, m map[int]Marked, c map[int]Custom) {
	l[0].n = 1
	h[0].n = 1
	e[0].n = 1
	a[0].n = 1
	t[0].n = 1
	m[0].n = 1
	c[0].n = 1
	l[0].mu.Lock()
	h[0].count.Add(1)
}
