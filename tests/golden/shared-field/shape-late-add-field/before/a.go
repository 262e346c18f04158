package golden

import "sync"

type Pool struct {
	wg sync.WaitGroup
}

func (p *Pool) Start(fs ...func()) {
	for _, f := range fs {
		go func() {
			p.wg.Add(1)
			defer p.wg.Done()
			f()
		}()
	}
	go func(wg *sync.WaitGroup) {
		wg.Add(2)
		wg.Done()
		wg.Done()
	}(&p.wg)
}

func (p *Pool) Wait() { p.wg.Wait() }
