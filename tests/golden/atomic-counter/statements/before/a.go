package statements

const step = 3

type Gauge struct {
	value int // of the moment
	seen  int64
}

func (g *Gauge) all(xs []int, d int64) {
	g.value++
	g.value--
	g.value += 5
	g.value -= step
	g.value += len(xs)
	g.value -= len(xs) + 1
	g.value = 7
	g.value = xs[0]
	g.value = int(d)
	g.value = g.value + 2
	g.value = len(xs) + g.value
	g.value = g.value - len(xs)
	g.seen += d
	g.seen -= d * 2
	g.seen = d
	for range xs {
		g.seen++
	}
}
