package pool

import "testing"

func TestGrow(t *testing.T) {
	p := &Pool{size: 2}
	p.Grow()
	if p.size != 3 {
		t.Fatal(p.size)
	}
}
