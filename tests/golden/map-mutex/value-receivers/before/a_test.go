package golden

import (
	"sync"
	"testing"
)

func TestUniq(t *testing.T) {
	u := New()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { u.Set(u.Name(), i) })
	}
	wg.Wait()
	if u.Get("uniq") < 0 {
		t.Fatal()
	}
}
