package golden

import "sync"

func Log(f func() string) []string {
	var wg sync.WaitGroup
	var lines []string
	wg.Add(1)
	go func() {
		defer wg.Done()
		line := f()
		defer func() { lines = append(lines, line) }()
	}()
	wg.Wait()
	return lines
}
