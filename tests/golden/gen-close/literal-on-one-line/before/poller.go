package poller

import "time"

type Poller struct{ n int }

func NewPoller() *Poller {
	p := &Poller{}
	go func() { for range time.Tick(time.Second) { p.n++ } }()
	return p
}
