package golden

type Stats struct {
	n map[string]int
}

func New() *Stats { return &Stats{n: map[string]int{}} }

func (s *Stats) Hook() func(string) { return s.hit }

func (s *Stats) hit(k string) {
	s.n[k]++
}

func (s *Stats) Total() int {
	sum := 0
	for _, n := range s.n {
		sum += n
	}
	return sum
}
