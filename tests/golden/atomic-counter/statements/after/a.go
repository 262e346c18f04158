package statements

import "sync/atomic"

const step = 3

type Gauge struct {
	value atomic.Int64 // of the moment
	seen  atomic.Int64
}

func (g *Gauge) all(xs []int, d int64) {
	g.value.Add(1)
	g.value.Add(-1)
	g.value.Add(5)
	g.value.Add(-step)
	g.value.Add(int64(len(xs)))
	g.value.Add(-int64(len(xs) + 1))
	g.value.Store(7)
	g.value.Store(int64(xs[0]))
	g.value.Store(int64(d))
	g.value.Add(2)
	g.value.Add(int64(len(xs)))
	g.value.Add(-int64(len(xs)))
	g.seen.Add(d)
	g.seen.Add(-(d * 2))
	g.seen.Store(d)
	for range xs {
		g.seen.Add(1)
	}
}
