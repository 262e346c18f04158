package shop

type store struct{ m map[string]int }

func made(n int) map[string]int {
	m := make(map[string]int, n)
	for i := range n {
		m[string(rune('a'+i))] = i
	}
	return m
}

func fill(into map[string]int) {
	into["a"] = 1
}

func read(s *store) int {
	m := s.m
	return m["a"]
}

func (s *store) Len() int { return len(s.m) }
