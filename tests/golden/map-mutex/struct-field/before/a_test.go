package golden

import (
	"fmt"
	"sync"
	"testing"
)

func TestStore(t *testing.T) {
	s := NewStore("a")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			k := fmt.Sprint(i)
			s.Set(k, i)
			s.Get(k)
		}()
	}
	wg.Wait()
	if s.Len() != 8 {
		t.Fatal(s.Len())
	}
}
