package inner

type table map[string]map[string]int

func lazily(names []string) table {
	mm := make(table)
	for _, name := range names {
		if mm[name] == nil {
			mm[name] = make(map[string]int)
		}
		mm[name]["x"] = 1
	}
	return mm
}

func elsewhere(names []string) table {
	mm := make(table)
	for _, name := range names {
		mm[name] = map[string]int{}
	}
	for _, name := range names {
		mm[name]["x"] = 1
	}
	return mm
}

func filled() table {
	mm := table{"a": {}}
	mm["a"]["x"] = 1
	return mm
}

func parameter(mm table) { mm["a"]["x"] = 1 }

func passed(fill func(table)) table {
	mm := make(table)
	fill(mm)
	mm["a"]["x"] = 1
	return mm
}

func given(load func() table) table {
	mm := load()
	mm["a"]["x"] = 1
	return mm
}

func asked(names []string) table {
	mm := make(table)
	for _, name := range names {
		if _, ok := mm[name]; !ok {
			continue
		}
		mm[name]["x"] = 1
	}
	for _, name := range names {
		if mm[name] != nil {
			mm[name]["y"] = 1
		}
	}
	return mm
}

func ranged(all []table) {
	for _, mm := range all {
		mm["a"]["x"] = 1
	}
}

type Graph struct{ edges table }

func New() *Graph { return &Graph{edges: make(table)} }

func (g *Graph) Node(name string) { g.edges[name] = make(map[string]int) }

func (g *Graph) Add(from, to string) { g.edges[from][to]++ }

type Given struct{ edges table }

func NewGiven(edges table) *Given { return &Given{edges: edges} }

func (g *Given) Add(from, to string) { g.edges[from][to]++ }

func lists(names []string) map[string][]int {
	mm := make(map[string][]int)
	mm["a"] = append(mm["a"], len(names))
	mm["a"][0] = 1
	return mm
}
