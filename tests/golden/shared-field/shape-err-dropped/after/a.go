package golden

import "sync"

func closeOne(n int) (int, error) { return n, nil }

func Close(ns []int) error {
	var wg sync.WaitGroup
	_, err := closeOne(0)
	for _, n := range ns {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, _ = closeOne(n)
		}()
	}
	_, err = closeOne(1)
	if err != nil {
		return err
	}
	wg.Wait()
	return nil
}
