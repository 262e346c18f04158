package golden

type Store struct {
	items map[string]int
	sink  func(map[string]int)
}

func (s *Store) Set(k string) { s.items[k] = 1 }

func (s *Store) Flush() { s.sink(s.items) }
