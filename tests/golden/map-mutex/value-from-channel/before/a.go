package feed

type S struct {
	m map[string]int
	c chan int
}

func New() *S           { return &S{m: map[string]int{}, c: make(chan int, 100000)} }
func (s *S) A(k string) { s.c <- s.m[k]; s.m[k]++ }
func (s *S) B(k string) { n := s.m[k]; s.c <- n; s.m[k] = n + 1 }
func (s *S) C(k string) {
	select {
	case s.c <- s.m[k]:
		s.m[k]++
	case v := <-s.c:
		s.m[k] += v
	default:
	}
}
func (s *S) D(k string) { s.m[k] += <-s.c }
func (s *S) E(k string) { s.m[k] = <-s.c + s.m[k] }
