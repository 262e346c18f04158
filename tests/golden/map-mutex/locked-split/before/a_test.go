package golden

import (
	"sync"
	"testing"
)

func TestRegister(t *testing.T) {
	r := New()
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() { r.Register(string(rune('a' + i%5))) })
	}
	wg.Wait()
	sum := 0
	for i := range 5 {
		n, _ := r.Get(string(rune('a' + i)))
		sum += n
	}
	if sum != 15 {
		t.Fatal(sum)
	}
}
