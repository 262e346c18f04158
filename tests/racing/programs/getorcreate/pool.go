package getorcreate

// Conn is a connection to one host.
type Conn struct {
	Host string
}

// Pool has one connection for each host.
type Pool struct {
	conns map[string]*Conn
	dials int
}

func NewPool() *Pool {
	return &Pool{conns: map[string]*Conn{}}
}

// Conn returns the host's connection, and makes it where there is none.
func (p *Pool) Conn(host string) *Conn {
	c, ok := p.conns[host]
	if !ok {
		p.dials++
		c = &Conn{Host: host}
		p.conns[host] = c
	}
	return c
}

// Dials tells how many connections were made.
func (p *Pool) Dials() int {
	return p.dials
}
