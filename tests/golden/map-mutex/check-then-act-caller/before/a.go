package golden

type Store struct {
	items map[string]int
}

func New() *Store { return &Store{items: map[string]int{}} }

func (s *Store) Get(k string) int {
	return s.items[k]
}

func (s *Store) Set(k string, v int) {
	s.items[k] = v
}

func Inc(s *Store, k string) {
	n := s.Get(k)
	s.Set(k, n+1)
}
