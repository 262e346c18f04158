package pool

import "testing"

func TestGrow(t *testing.T) {
	p := &Pool{}
	p.size.Store(2)
	p.Grow()
	if p.size.Load() != 3 {
		t.Fatal(int(p.size.Load()))
	}
}
