package golden

import (
	"errors"
	"sync"
)

func check(n int) error {
	if n < 0 {
		return errors.New("negative")
	}
	return nil
}

func save(n int) error { return check(n - 10) }

func SaveAll(ns []int, report func(error)) error {
	err := check(len(ns))
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for _, n := range ns {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err = check(n); err != nil {
				report(err)
				return
			}
			if err = save(n); err != nil {
				report(err)
			}
		}()
	}
	wg.Wait()
	return nil
}
