package golden

type S struct{ m map[string]T }

type T struct {
	X int
	P *int
}

func (s *S) Map[P any](p P) P {
	s.m["a"].X = 1
	return p
}

func (s *S) next(v int) {
	s.m["b"].P = new(v)
	_ = new(int)
	q := new(v + 1)
	*q = 2
}
