package capturederr

import (
	"errors"
	"strconv"
	"sync"
)

var errEmpty = errors.New("empty")

func check(s string) error {
	if s == "" {
		return errEmpty
	}
	return nil
}

// Failures tells how many of the texts are no numbers or empty.
func Failures(texts []string) (int, error) {
	_, err := strconv.Atoi("0")
	if err != nil {
		return 0, err
	}
	failed := make([]bool, len(texts))
	var wg sync.WaitGroup
	for i, text := range texts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			err = check(text)
			if err != nil {
				failed[i] = true
			}
		}()
	}
	wg.Wait()
	n := 0
	for _, f := range failed {
		if f {
			n++
		}
	}
	return n, nil
}
