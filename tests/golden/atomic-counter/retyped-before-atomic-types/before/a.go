package older

import "sync"

type mutation struct {
	keys       map[uint64]struct{}
	inDeg      int // edges in
	dependents map[uint64]*mutation
	stopped    bool
}

func newMutation(deg int) *mutation {
	return &mutation{keys: map[uint64]struct{}{}, inDeg: deg, stopped: false}
}

func (m *mutation) release() bool {
	m.inDeg--
	return m.inDeg == 0
}

func (m *mutation) ready() bool { return !m.stopped && m.inDeg == 0 || m.inDeg+1 == len(m.keys) }

func (m *mutation) stop() {
	if m.stopped {
		return
	}
	m.stopped = true
}

func (m *mutation) restart() { m.stopped = false }

func (m *mutation) isStopped() bool { return m.stopped }

func count(jobs []func() bool) int {
	var wg sync.WaitGroup
	n := 0
	for _, job := range jobs {
		job := job
		wg.Add(1)
		go func() {
			defer wg.Done()
			if job() {
				n++
			}
		}()
	}
	wg.Wait()
	return n
}
