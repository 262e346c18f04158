package golden

import (
	"sync"
	"testing"
)

func TestTree(t *testing.T) {
	tree := New()
	tree.Add("a", "b")
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { tree.Add("b", "c") })
		wg.Go(func() { tree.Count("a") })
	}
	wg.Wait()
	if n := tree.Count("a"); n != 21 {
		t.Fatal(n)
	}
}
