package pool

func (p *Pool) odd(k string) {
	p.conns[k] !! Close()
}
