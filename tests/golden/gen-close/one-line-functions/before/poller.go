package poller

import "time"

type Poller struct{ n int }

func NewPoller() *Poller { p := &Poller{}; go p.run(); return p }

func (p *Poller) run() { for range time.Tick(time.Second) { p.n++ } }
