package golden

import (
	"strconv"
	"sync"
	"testing"
)

func TestCache(t *testing.T) {
	c := New(func(key string) (*Value, error) { return &Value{len(key)}, nil })
	kept := make([]map[string]*Value, 8)
	var wg sync.WaitGroup
	for i := range kept {
		kept[i] = map[string]*Value{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range 60 {
				key := strconv.Itoa(n)
				switch (n + i) % 3 {
				case 0:
					kept[i][key], _ = c.Get(key)
				case 1:
					kept[i][key] = c.Must(key)
				default:
					kept[i][key], _ = c.Some(key)
				}
			}
		}()
	}
	wg.Wait()
	for _, each := range kept {
		for key, v := range each {
			if v != kept[0][key] {
				t.Errorf("two values for %s", key)
			}
		}
	}
}
