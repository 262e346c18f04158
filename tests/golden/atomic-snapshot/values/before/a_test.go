package watcher

import (
	"errors"
	"net/netip"
	"sync"
	"testing"
)

func TestWatcher(t *testing.T) {
	w := New()
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 100 {
			w.Refresh([]string{"a", "b"})
			w.OnChange(func(int) {})
			w.SetAddr(netip.MustParseAddr("::1"))
			w.Fail(errors.New("x"))
		}
	})
	for range 100 {
		w.Get("a")
		w.Sum()
		w.Fire(1)
		w.Addr()
		w.State()
	}
	wg.Wait()
	w.Reset()
	zero().Fire(2)
}
