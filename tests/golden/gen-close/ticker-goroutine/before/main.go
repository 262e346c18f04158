package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

type Poller struct {
	tick  *time.Ticker
	polls atomic.Int64
}

func NewPoller(d time.Duration) *Poller {
	p := &Poller{tick: time.NewTicker(d)}
	go p.run()
	return p
}

func (p *Poller) run() {
	for range p.tick.C {
		p.poll()
	}
}

func (p *Poller) poll() { p.polls.Add(1) }

func use() {
	p := NewPoller(time.Millisecond)
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
