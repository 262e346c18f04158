package steps

type S struct {
	m map[string]int
	c chan int
}

func New() *S { return &S{m: map[string]int{}, c: make(chan int, 100000)} }
func (s *S) F(k string) int {
	if n, ok := s.m[k]; !ok {
		s.c <- 1
		s.m[k] = 1
	} else if n > 3 {
		s.c <- 2
		delete(s.m, k)
	} else {
		s.m[k]++
		s.c <- n
	}
	return s.m[k]
}
