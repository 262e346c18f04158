package poller

import (
	"sync"
	"time"
)

type Poller struct {
	n         int
	stop      chan struct{} // closed by Close
	wg        sync.WaitGroup
	closeOnce sync.Once
}

func NewPoller() *Poller {
	p := &Poller{stop: make(chan struct{})}
	p.wg.Add(1)
	go p.run()
	return p
}

// Close ends the goroutines of the Poller.
// It may be called more than once.
func (p *Poller) Close() error {
	p.closeOnce.Do(func() {
		if p.stop != nil {
			close(p.stop)
		}
		p.wg.Wait()
	})
	return nil
}

func (p *Poller) run() {
	defer p.wg.Done()
	ticks := time.Tick(time.Second)
	for {
		select {
		case <-p.stop:
			return
		case <-ticks:
			p.n++
		}
	}
}
