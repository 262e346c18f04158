package golden

import "sync"

func get(n int) (int, error) { return n, nil }

func Fetch(ns []int, report func(error)) (int, error) {
	first, err := get(0)
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	for _, n := range ns {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err = get(n)
			if err != nil {
				report(err)
			}
			if _, err = get(n + 1); err != nil {
				report(err)
			}
		}()
	}
	_, err = get(1)
	wg.Wait()
	_, err = get(2)
	return first, err
}
