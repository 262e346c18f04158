package getorcreate

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestOneConnectionPerHost(t *testing.T) {
	p := NewPool()
	conns := make([]*Conn, 16)
	hammer.Run(16, func(i int) { conns[i] = p.Conn("a.example.com") })
	for _, c := range conns {
		if c != conns[0] {
			t.Fatal("two connections to one host")
		}
	}
	if p.Dials() != 1 {
		t.Errorf("%d dials, want 1", p.Dials())
	}
}
