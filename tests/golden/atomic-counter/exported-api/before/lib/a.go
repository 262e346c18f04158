package lib

import "sync/atomic"

type Stats struct{ Hits int64 }

func (s *Stats) Hit() { atomic.AddInt64(&s.Hits, 1) }

func (s *Stats) Count() int64 { return s.Hits }
