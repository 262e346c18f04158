package ids

import (
	"sync"
	"testing"
)

func TestNext(t *testing.T) {
	const each = 1000
	var d IDs
	var wg sync.WaitGroup
	seen := make([][]int, 4)
	for i := range seen {
		wg.Go(func() {
			for range each {
				seen[i] = append(seen[i], d.Next())
				limited(3)
			}
		})
	}
	wg.Wait()
	all := map[int]bool{}
	for _, ids := range seen {
		for _, id := range ids {
			all[id] = true
		}
	}
	if len(all) != 4*each {
		t.Logf("%d different numbers", len(all))
	}
}
