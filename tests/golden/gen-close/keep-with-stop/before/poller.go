package poller

import "time"

type Poller struct{ quit chan struct{} }

func NewPoller() *Poller {
	p := &Poller{quit: make(chan struct{})}
	go func() {
		for range time.Tick(time.Second) {
			select {
			case <-p.quit:
			default:
			}
		}
	}()
	return p
}

func (p *Poller) Stop() { close(p.quit) }
