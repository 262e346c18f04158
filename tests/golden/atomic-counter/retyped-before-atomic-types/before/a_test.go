package older

import (
	"sync"
	"testing"
)

func TestRelease(t *testing.T) {
	m := newMutation(4)
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m.release()
			m.stop()
		}()
	}
	wg.Wait()
	count([]func() bool{m.isStopped, m.ready, m.isStopped})
}
