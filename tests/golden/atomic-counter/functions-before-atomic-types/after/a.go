package older

import "sync/atomic"

type T struct {
	big   int64
	small uint32
	name  string
}

var hits uint64 = 7

func (t *T) use(d int64, ok bool) (int64, bool) {
	atomic.AddInt64(&t.big, 1)
	atomic.AddUint64(&hits, 1)
	atomic.AddUint64(&hits, ^uint64(1))
	atomic.StoreUint64(&hits, uint64(d))
	small := atomic.AddUint32(&t.small, ^uint32(0))
	if small > 3 && atomic.LoadUint64(&hits) != 0 {
		return atomic.AddInt64(&t.big, d), small == 0
	}
	old := atomic.SwapInt64(&t.big, 0)
	return old, ok
}

func (t *T) first() bool {
	if !atomic.CompareAndSwapUint32(&t.small, 0, 1) {
		return false
	}
	return true
}

func New(d int64) *T { return &T{big: d, small: 2, name: "x"} }
