package golden

import "sync"

type Pool struct {
	wg sync.WaitGroup
}

func (p *Pool) Start(fs ...func()) {
	for _, f := range fs {
		p.wg.Add(1)
		go func() {
			defer p.wg.Done()
			f()
		}()
	}
	p.wg.Add(2)
	go func(wg *sync.WaitGroup) {
		wg.Done()
		wg.Done()
	}(&p.wg)
}

func (p *Pool) Wait() { p.wg.Wait() }
