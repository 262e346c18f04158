package timerfield

import "time"

// Lease ends by itself.
type Lease struct {
	expired bool
	reason  string
}

func New(ttl time.Duration) *Lease {
	l := &Lease{}
	time.AfterFunc(ttl, func() {
		l.expired = true
		l.reason = "timeout"
	})
	return l
}

func (l *Lease) Expired() (bool, string) {
	return l.expired, l.reason
}
