package golden

import "sync"

func work(n int) error { return nil }

func Run(ns []int, report func(error)) {
	var wg sync.WaitGroup
	var err error
	for _, n := range ns {
		wg.Go(func() {
			err = work(n)
			report(err)
		})
	}
	wg.Wait()
}
