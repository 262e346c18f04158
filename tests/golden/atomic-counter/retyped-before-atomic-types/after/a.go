package older

import (
	"sync"
	"sync/atomic"
)

type mutation struct {
	inDeg      int64 // edges in
	keys       map[uint64]struct{}
	dependents map[uint64]*mutation
	stopped    uint32
}

func newMutation(deg int) *mutation {
	return &mutation{keys: map[uint64]struct{}{}, inDeg: int64(deg), stopped: 0}
}

func (m *mutation) release() bool {
	return atomic.AddInt64(&m.inDeg, -1) == 0
}

func (m *mutation) ready() bool {
	return atomic.LoadUint32(&m.stopped) == 0 && atomic.LoadInt64(&m.inDeg) == 0 || int(atomic.LoadInt64(&m.inDeg))+1 == len(m.keys)
}

func (m *mutation) stop() {
	if !atomic.CompareAndSwapUint32(&m.stopped, 0, 1) {
		return
	}
}

func (m *mutation) restart() { atomic.StoreUint32(&m.stopped, 0) }

func (m *mutation) isStopped() bool { return atomic.LoadUint32(&m.stopped) != 0 }

func count(jobs []func() bool) int {
	var wg sync.WaitGroup
	var n int64
	for _, job := range jobs {
		job := job
		wg.Add(1)
		go func() {
			defer wg.Done()
			if job() {
				atomic.AddInt64(&n, 1)
			}
		}()
	}
	wg.Wait()
	return int(atomic.LoadInt64(&n))
}
