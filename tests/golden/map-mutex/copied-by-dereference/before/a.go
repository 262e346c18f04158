package golden

type Store struct {
	items map[string]int
}

func (s *Store) Add(k string) { s.items[k]++ }

func (s *Store) Clone() *Store {
	c := *s
	return &c
}
