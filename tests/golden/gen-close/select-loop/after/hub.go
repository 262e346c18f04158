package hub

import "sync"

type Hub struct {
	in        chan string
	out       chan string
	last      string
	stop      chan struct{} // closed by Close
	wg        sync.WaitGroup
	closeOnce sync.Once
}

func NewHub() *Hub {
	h := &Hub{
		in:   make(chan string),
		out:  make(chan string),
		stop: make(chan struct{}),
	}
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		for {
			select {
			case <-h.stop:
				return
			case s := <-h.in:
				h.last = s
			case h.out <- h.last:
			}
		}
	}()
	return h
}

// Close ends the goroutines of the Hub.
// It may be called more than once.
func (h *Hub) Close() error {
	h.closeOnce.Do(func() {
		if h.stop != nil {
			close(h.stop)
		}
		h.wg.Wait()
	})
	return nil
}
