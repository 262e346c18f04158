package golden

type Store struct {
	items map[string]int
}

func New() *Store { return &Store{items: map[string]int{}} }

func (s *Store) Set(k string, v int) {
	s.items[k] = v
}

func (s *Store) Get(k string) int {
	return s.items[k]
}

func (s *Store) Len() int {
	return len(s.items)
}
