package variable

type Store struct{ hits map[string]int }

func (s *Store) Reset() { s.hits = make(map[string]int) }

func (s *Store) Add(word string) {
	s.hits[word]++
	s.hits["all"]++
}

func (s *Store) Count(words []string) {
	s.Reset()
	if s.hits == nil {
		return
	}
	for _, word := range words {
		s.hits[word]++
	}
}

type Graph struct {
	edges map[string]map[string]int
}

func New() *Graph { return &Graph{edges: make(map[string]map[string]int)} }

func (g *Graph) Node(name string) {
	g.edges[name] = make(map[string]int)
	g.edges[name]["self"] = 0
}

func (g *Graph) Add(from, to string) {
	g.edges[from][to]++
}

func pick(all []map[string]int, names []string) map[string]int {
	var m map[string]int
	for _, each := range all {
		if len(each) > 10 {
			m = each
		}
	}
	m["all"] = len(names)
	return m
}

var table map[string]int

func SetUp() { table = make(map[string]int) }

func Count(word string) {
	table[word]++
}

type Both struct {
	first, second map[string]int
}

func NewBoth() *Both { return &Both{first: make(map[string]int)} }

func (b *Both) Clear() { b.second = make(map[string]int) }

func (b *Both) Add(word string) {
	b.first[word]++
	b.second[word]++
}
