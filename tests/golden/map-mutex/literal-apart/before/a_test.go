package golden

import (
	"flag"
	"io"
	"sync"
	"testing"
)

func TestWarn(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			set := flag.NewFlagSet("", flag.ContinueOnError)
			Remove(set, "old", "2.0")
			if err := set.Parse([]string{"-old"}); err != nil {
				t.Error(err)
			}
			for range 50 {
				Warn(io.Discard, set)
			}
		}()
	}
	wg.Wait()
}
