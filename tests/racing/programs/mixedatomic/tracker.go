package mixedatomic

import "sync/atomic"

type Tracker struct {
	active int64
	peak   int64
}

func (t *Tracker) Begin() { atomic.AddInt64(&t.active, 1) }

func (t *Tracker) End() { atomic.AddInt64(&t.active, -1) }

func (t *Tracker) Active() int64 { return t.active }

func (t *Tracker) Idle() bool { return t.active == 0 }
