package namedresult

import (
	"errors"
	"sync"
)

var errShort = errors.New("short")

func measure(s string) (int, error) {
	if len(s) < 2 {
		return 0, errShort
	}
	return len(s), nil
}

// Load measures every text; texts that are too short count as nothing.
func Load(texts []string) (lengths []int, err error) {
	lengths = make([]int, len(texts))
	var wg sync.WaitGroup
	for i, text := range texts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var n int
			n, err = measure(text)
			if err != nil {
				return
			}
			lengths[i] = n
		}()
	}
	wg.Wait()
	return lengths, nil
}
