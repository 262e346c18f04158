package shop

import "example.com/golden/internal/stats"

type Shop struct {
	stats stats.Stats
	all   []stats.Stats
}

func (s *Shop) Visit(i int) {
	s.stats.Hit()
	s.all[i].Hit()
	local := s.stats
	local.Hit()
	p := &s.all[0]
	p.Hit()
	(*p).Hit()
}
