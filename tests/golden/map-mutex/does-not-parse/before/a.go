package golden

type Store struct {
	items map[string]int
}

func (s *Store) Set(k string) { s.items[k] = 1 }

func (s *Store) Broken( { s.items[) }
