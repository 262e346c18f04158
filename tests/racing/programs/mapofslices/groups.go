package mapofslices

// Groups puts values together by key.
type Groups struct {
	members map[string][]int
}

func New() *Groups {
	return &Groups{members: make(map[string][]int)}
}

func (g *Groups) Add(key string, value int) {
	g.members[key] = append(g.members[key], value)
}

func (g *Groups) Size(key string) int {
	return len(g.members[key])
}

// Sum adds up the members of one group.
func (g *Groups) Sum(key string) int {
	sum := 0
	for _, v := range g.members[key] {
		sum += v
	}
	return sum
}
