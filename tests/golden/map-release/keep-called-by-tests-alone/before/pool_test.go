package pool

import "testing"

func TestReplace(t *testing.T) {
	p := &Pool{conns: make(map[string]*Conn)}
	p.Replace("a")
	p.Close()
}
