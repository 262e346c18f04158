package pool

import "io"

type Pool struct{ sources map[string]io.Closer }

func (p *Pool) Set(k string, s io.Closer) {
	p.sources[k] = s
}

func (p *Pool) Close() {
	for _, s := range p.sources {
		s.Close()
	}
	p.sources = nil
}
