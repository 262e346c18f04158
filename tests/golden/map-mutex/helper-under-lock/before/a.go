package golden

type Store struct {
	items map[string]int
}

func New() *Store {
	s := &Store{items: map[string]int{}}
	s.put("first", 1)
	return s
}

func (s *Store) Add(k string) bool {
	if s.has(k) {
		return false
	}
	s.put(k, 1)
	return true
}

func (s *Store) has(k string) bool {
	_, ok := s.items[k]
	return ok
}

func (s *Store) put(k string, v int) {
	s.items[k] = v
}

func (s *Store) Len() int {
	return len(s.items)
}
