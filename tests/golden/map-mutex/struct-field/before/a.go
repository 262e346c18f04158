package golden

type Store struct {
	name  string
	items map[string]int
}

func NewStore(name string) *Store {
	return &Store{name: name, items: make(map[string]int)}
}

func (s *Store) Get(k string) (int, bool) {
	v, ok := s.items[k]
	return v, ok
}

func (s *Store) Set(k string, v int) {
	s.items[k] = v
}

func (s *Store) Len() int { return len(s.items) }

func (s *Store) Delete(k string) {
	delete(s.items, k)
}
