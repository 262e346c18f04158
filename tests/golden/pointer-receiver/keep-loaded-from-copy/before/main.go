package main

import (
	"fmt"
	"sync/atomic"
)

// snapshot is filled once, by the method that gives it.
type snapshot struct{ n, m int64 }

func (s snapshot) count() int64 { return atomic.LoadInt64(&s.n) }

func (s *snapshot) bump() { atomic.AddInt64(&s.m, 1) }

type shared struct{ n *int64 }

func (s *shared) add() { atomic.AddInt64(s.n, 1) }

func (s shared) count() int64 { return atomic.LoadInt64(s.n) }

type pointed struct{ n *atomic.Int64 }

func (p *pointed) add() { p.n.Add(1) }

func (p pointed) count() int64 { return p.n.Load() }

func main() {
	s := snapshot{n: 1}
	s.bump()
	n := int64(1)
	h := shared{&n}
	h.add()
	p := pointed{new(atomic.Int64)}
	p.add()
	fmt.Println(s.count(), h.count(), p.count())
}
