package use

import "example.com/golden/lib"

func Total(s *lib.Stats, t *lib.Stats) int64 {
	hits := t.Hits.Add(2)
	return s.Hits.Load() + hits
}
