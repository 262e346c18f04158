package limit

import "errors"

var errFull = errors.New("full")

type Limit struct {
	n     int
	peak  int64
	scale uint32
}

func (l *Limit) Acquire(max int) error {
	if l.n >= max {
		return errFull
	}
	l.n++
	return nil
}

func (l *Limit) Try(max int) {
	if l.n < max {
		l.n++
	}
}

func (l *Limit) Wrap() {
	if l.n > 100 {
		l.n = 0
	}
}

func (l *Limit) Seen(x int64) {
	if x > l.peak {
		l.peak = x
	}
}

func (l *Limit) SeenToo(x int64) {
	l.peak = max(l.peak, x)
}

func (l *Limit) Double(by uint32) {
	l.scale *= 2
	l.scale ^= by
	l.scale = 3*l.scale + by
}

func (l *Limit) Report() (int, int64, uint32) { return l.n, l.peak, l.scale }
