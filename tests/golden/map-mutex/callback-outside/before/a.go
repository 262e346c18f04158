package golden

type Store struct {
	items map[string]int
}

func New() *Store { return &Store{items: map[string]int{}} }

func (s *Store) Set(k string, v int) {
	s.items[k] = v
}

func (s *Store) Each(f func(string, int)) {
	for k, v := range s.items {
		f(k, v)
	}
}
