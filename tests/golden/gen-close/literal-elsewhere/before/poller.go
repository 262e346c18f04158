package poller

import "time"

type Poller struct{ n int }

func NewPoller() *Poller {
	p := &Poller{}
	p.Start()
	return p
}

func (p *Poller) Start() {
	go func() {
		for range time.Tick(time.Second) {
			p.n++
		}
	}()
}

var Default = &Poller{n: 1}
