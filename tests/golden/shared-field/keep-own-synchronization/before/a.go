package golden

import (
	"sync"
	"sync/atomic"
)

type Bus struct {
	mu   sync.Mutex
	subs []chan int
	done chan struct{}
	n    atomic.Int64
	wg   sync.WaitGroup
}

func (b *Bus) Add(c chan int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs = append(b.subs, c)
	b.n.Add(1)
	b.wg.Add(1)
	close(b.done)
}

func (b *Bus) Wait() int64 {
	b.wg.Wait()
	<-b.done
	return b.n.Load()
}
