package t

type total struct{ sizes map[string]int }

func newTotal() *total { return &total{sizes: make(map[string]int)} }

func (t *total) Put(key string, size int) { t.sizes[key] = size }

func (t *total) Sum() int {
	sum := 0
	for _, size := range t.sizes {
		sum += size
	}
	return sum
}

type counts struct{ byName map[string]int }

func newCounts() *counts { return &counts{byName: make(map[string]int)} }

func (c *counts) Add(name string) { c.byName[name]++ }

type seen struct{ names map[string]struct{} }

func newSeen() *seen { return &seen{names: make(map[string]struct{})} }

func (s *seen) First(name string) bool {
	_, ok := s.names[name]
	s.names[name] = struct{}{}
	return !ok
}

type plain struct{ pages map[string][]byte }

func newPlain() *plain { return &plain{pages: make(map[string][]byte)} }

func (p *plain) Page(name string) []byte {
	if page, ok := p.pages[name]; ok {
		return page
	}
	page := []byte(name)
	p.pages[name] = page
	return page
}
