package stats

type Stats struct{ Hits int }

func (s *Stats) Hit() { s.Hits++ }
