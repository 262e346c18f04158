package methods

import "sync/atomic"

func (t *T) use(d int64) (int64, bool) {
	atomic.AddInt64(&t.n, d)
	atomic.StoreInt64(&(t.n), 3)
	old := atomic.SwapInt64(&t.n, atomic.LoadInt64(&t.n)+1)
	ok := atomic.CompareAndSwapInt64(
		&t.n,
		old, d,
	)
	atomic.StoreUint32(&t.flag, 1)
	return old + t.n, ok
}
