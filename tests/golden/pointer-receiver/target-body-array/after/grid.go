package grid

type grid [4]int

func (g *grid) read(i int) (n int) {
	for j := range g {
		n += j
	}
	for _, v := range g {
		n += v
	}
	return n + g[i] + len(g) + cap(g)
}

func (g *grid) sum() (n int) {
	h := *g
	return h[0] + len(g[1:])
}
