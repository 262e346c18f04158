package limit

import (
	"errors"
	"sync/atomic"
)

var errFull = errors.New("full")

type Limit struct {
	n     atomic.Int64
	peak  atomic.Int64
	scale atomic.Uint32
}

func (l *Limit) Acquire(max int) error {
	for {
		old := int(l.n.Load())
		if old >= max {
			return errFull
		}
		if l.n.CompareAndSwap(int64(old), int64(old+1)) {
			break
		}
	}
	return nil
}

func (l *Limit) Try(max int) {
	for old := int(l.n.Load()); old < max; old = int(l.n.Load()) {
		if l.n.CompareAndSwap(int64(old), int64(old+1)) {
			break
		}
	}
}

func (l *Limit) Wrap() {
	for old := l.n.Load(); old > 100; old = l.n.Load() {
		if l.n.CompareAndSwap(old, 0) {
			break
		}
	}
}

func (l *Limit) Seen(x int64) {
	for old := l.peak.Load(); x > old; old = l.peak.Load() {
		if l.peak.CompareAndSwap(old, x) {
			break
		}
	}
}

func (l *Limit) SeenToo(x int64) {
	for {
		old := l.peak.Load()
		if l.peak.CompareAndSwap(old, max(old, x)) {
			break
		}
	}
}

func (l *Limit) Double(by uint32) {
	for {
		old := l.scale.Load()
		if l.scale.CompareAndSwap(old, old*2) {
			break
		}
	}
	for {
		old := l.scale.Load()
		if l.scale.CompareAndSwap(old, old^by) {
			break
		}
	}
	for {
		old := l.scale.Load()
		if l.scale.CompareAndSwap(old, 3*old+by) {
			break
		}
	}
}

func (l *Limit) Report() (int, int64, uint32) { return int(l.n.Load()), l.peak.Load(), l.scale.Load() }
