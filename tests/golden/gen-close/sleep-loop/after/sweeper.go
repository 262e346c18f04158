package sweeper

import (
	"sync"
	"time"
)

type Sweeper struct {
	swept     int
	stop      chan struct{} // closed by Close
	wg        sync.WaitGroup
	closeOnce sync.Once
}

func NewSweeper() *Sweeper {
	s := &Sweeper{stop: make(chan struct{})}
	s.wg.Add(1)
	go s.forever(time.Minute)
	return s
}

// Close ends the goroutines of the Sweeper.
// It may be called more than once.
func (s *Sweeper) Close() error {
	s.closeOnce.Do(func() {
		if s.stop != nil {
			close(s.stop)
		}
		s.wg.Wait()
	})
	return nil
}

func (s *Sweeper) forever(pause time.Duration) {
	defer s.wg.Done()
	for {
		select {
		case <-s.stop:
			return
		case <-time.After(pause):
		}
		s.swept++
	}
}
