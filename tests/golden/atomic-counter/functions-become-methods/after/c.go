package methods

import at "sync/atomic"

var other int32

func (t *T) more() int64 {
	at.AddInt32(&other, 1)
	return t.n.Add(2)
}
