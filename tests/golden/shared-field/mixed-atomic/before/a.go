package golden

import "sync/atomic"

type Meter struct {
	n int64
}

func (m *Meter) Add() { m.n++ }

func (m *Meter) Get() int64 { return atomic.LoadInt64(&m.n) }
