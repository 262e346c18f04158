package golden

type store struct {
	items map[string]int
}

func (s *store) add(k string) { s.items[k]++ }

func total(all []store) int {
	n := 0
	for _, s := range all {
		n += len(s.items)
	}
	return n
}
