package use

import "example.com/golden/lib"

func Total(s *lib.Stats, t *lib.Stats) int64 {
	t.Hits += 2
	return s.Hits + t.Hits
}
