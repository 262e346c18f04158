package golden

type store struct {
	items map[string]int
}

type view struct {
	items map[string]int
}

func (s *store) add(k string) { s.items[k]++ }

func (s *store) view() *view { return (*view)(s) }
