package golden

import (
	"iter"
	"maps"
)

type Store struct {
	items map[string]int
}

func (s *Store) Set(k string) { s.items[k] = 1 }

func (s *Store) Keys() iter.Seq[string] { return maps.Keys(s.items) }
