package golden

type S struct{ m map[string]T }

type T struct {
	X int
	P *int
}

func (s *S) Map[P any](p P) P {
	t := s.m["a"]
	t.X = 1
	s.m["a"] = t
	return p
}

func (s *S) next(v int) {
	t := s.m["b"]
	t.P = new(v)
	s.m["b"] = t
	_ = new(int)
	q := new(v + 1)
	*q = 2
}
