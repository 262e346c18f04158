package lib

import "sync/atomic"

type Stats struct{ Hits atomic.Int64 }

func (s *Stats) Hit() { s.Hits.Add(1) }
