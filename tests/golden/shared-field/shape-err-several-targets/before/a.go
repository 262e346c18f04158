package golden

import (
	"errors"
	"sync"
)

func get(n int) (int, error) {
	if n < 0 {
		return 0, errors.New("negative")
	}
	return n, nil
}

func Sum(ns [][]int, report func(error)) []int {
	sums := make([]int, len(ns))
	_, err := get(len(ns))
	report(err)
	var wg sync.WaitGroup
	for i, row := range ns {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, n := range row {
				var got int
				got, err = get(n)
				if err != nil {
					report(err)
					continue
				}
				sums[i] += got
			}
		}()
	}
	wg.Wait()
	return sums
}
