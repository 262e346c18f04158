package golden

import "sync"

var locks = map[string]func() func(){}

// LockAndDo runs do while it has the lock of that name.
func LockAndDo(name string, do func() error) error {
	release := locks[name]()
	defer release()
	return do()
}

func byClock(do func()) { do() }

func countLocked(n int) int {
	count := 0
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			_ = LockAndDo("count", func() error {
				count++
				return nil
			})
		})
	}
	wg.Wait()
	return count
}

func countByClock(n int) int {
	count := 0
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			byClock(func() {
				count++
			})
		})
	}
	wg.Wait()
	return count
}
