package ratio

type S struct{ m map[string]int }

func New() *S { return &S{m: map[string]int{}} }
func (s *S) Do(k string, d int) (v int, err any) {
	defer func() { err = recover() }()
	s.m[k] = 100 / d
	s.m[k] += 100 / (d - 1)
	arr := []int{1, 2}
	s.m["i"] = arr[d]
	return s.m[k], nil
}
func (s *S) Get(k string) int { return s.m[k] }
func (s *S) Run(k string, d int, ch chan int) {
	s.m[k] = 100 / d
	ch <- 1
	if s.m[k]%d == 0 {
		s.m[k]++
	}
	ch <- 2
}
