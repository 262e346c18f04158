package main

import "fmt"

var closed, built int

type Conn struct{ addr string }

func (c *Conn) Stop() { closed++ }

func dial(addr string) *Conn {
	built++
	return &Conn{addr}
}

type Dialer struct{ conns map[string]*Conn }

func (d *Dialer) Redial(addr string) {
	conn := dial(addr)
	old := d.conns[addr]
	d.conns[addr] = conn
	if old != nil && old != conn {
		old.Stop()
	}
}

func (d *Dialer) Stop() {
	for _, c := range d.conns {
		c.Stop()
	}
}

func main() {
	d := &Dialer{conns: map[string]*Conn{"a": {"a"}}}
	d.Redial("a")
	fmt.Println(closed, built)
}
