package store

type Store struct {
	Items map[string]int
}

func (s *Store) Set(k string) { s.Items[k] = 1 }
