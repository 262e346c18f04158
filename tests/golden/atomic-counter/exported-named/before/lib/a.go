package lib

type Stats struct{ Hits int64 }

func (s *Stats) Hit() { s.Hits++ }
