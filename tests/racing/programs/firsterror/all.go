package firsterror

import "sync"

// All runs the functions and returns an error of one that failed.
func All(functions []func() error) error {
	var first error
	var wg sync.WaitGroup
	for _, f := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := f(); err != nil {
				first = err
			}
		}()
	}
	wg.Wait()
	return first
}
