package main

import (
	"sync"

	"example.com/golden/safe"
)

func start(names []string, run func(string)) {
	var wg sync.WaitGroup
	for _, name := range names {
		name := name
		wg.Add(1)
		safe.Go(func() {
			defer wg.Done()
			run(name)
		})
	}
	wg.Wait()
}

func at(names []string, run func(string)) {
	for _, name := range names {
		safe.Do(func() { run(name) })
	}
}

func main() {
	start(nil, nil)
	at(nil, nil)
}
