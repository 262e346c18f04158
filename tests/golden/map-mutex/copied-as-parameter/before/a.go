package golden

type store struct {
	items map[string]int
}

func (s *store) add(k string) { s.items[k]++ }

func size(s store) int { return len(s.items) }
