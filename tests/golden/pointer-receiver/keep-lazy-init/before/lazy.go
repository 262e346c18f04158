package lazy

type set struct{ m map[string]bool }

func (s set) add(k string) {
	if s.m == nil {
		s.m = make(map[string]bool)
	}
	s.m[k] = true
}
