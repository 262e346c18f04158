package golden

type Set struct {
	has map[string]bool // by name
	n   int
}

func New() *Set { return &Set{has: map[string]bool{}} }

func (s *Set) Add(k string) {
	s.has[k] = true
}

func (s *Set) Has(k string) bool {
	return s.has[k]
}
