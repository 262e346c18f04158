package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type Poller struct {
	tick      *time.Ticker
	polls     atomic.Int64
	stop      chan struct{} // closed by Close
	wg        sync.WaitGroup
	closeOnce sync.Once
}

func NewPoller(d time.Duration) *Poller {
	p := &Poller{tick: time.NewTicker(d), stop: make(chan struct{})}
	p.wg.Add(1)
	go p.run()
	return p
}

// Close ends the goroutines of the Poller and closes what it has opened.
// It may be called more than once.
func (p *Poller) Close() error {
	p.closeOnce.Do(func() {
		if p.stop != nil {
			close(p.stop)
		}
		p.wg.Wait()
		if p.tick != nil {
			p.tick.Stop()
		}
	})
	return nil
}

func (p *Poller) run() {
	defer p.wg.Done()
	for {
		select {
		case <-p.stop:
			return
		case <-p.tick.C:
			p.poll()
		}
	}
}

func (p *Poller) poll() { p.polls.Add(1) }

func use() {
	p := NewPoller(time.Millisecond)
	defer p.Close()
	for p.polls.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
}

func main() {
	before := runtime.NumGoroutine()
	for range 10 {
		use()
	}
	// A goroutine that has said that it is done may still be there for a moment.
	for i := 0; i < 100 && runtime.NumGoroutine() > before; i++ {
		time.Sleep(time.Millisecond)
	}
	fmt.Println(runtime.NumGoroutine() - before)
}
