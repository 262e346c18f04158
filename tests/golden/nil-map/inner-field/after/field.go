package field

type Graph struct {
	edges map[string]map[string]int
}

func New() *Graph { return &Graph{edges: make(map[string]map[string]int)} }

func (g *Graph) Add(from, to string) {
	if g.edges[from] == nil {
		g.edges[from] = make(map[string]int)
	}
	g.edges[from][to]++
	if g.edges[to] == nil {
		g.edges[to] = make(map[string]int)
	}
	g.edges[to][from]++
}

func (g *Graph) Weight(from, to string) int { return g.edges[from][to] }

func (g *Graph) Set(from, to string, weight int) {
	if g.edges[from] == nil {
		g.edges[from] = make(map[string]int)
	}
	g.edges[from][to] = weight
}
