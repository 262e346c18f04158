package multi

import "sync/atomic"

type Interval struct {
	low  atomic.Int64
	high int
}

func (in *Interval) Set(low int) {
	in.low.Store(int64(low))
	in.high = 2 * low
}

func (in *Interval) Low() int { return int(in.low.Load()) }
