package a

import (
	"strings"
	"sync"
)

func Collect(names []string) int {
	found := map[string]func() int{}
	var wg sync.WaitGroup
	wg.Add(len(names))
	for _, name := range names {
		go func(name string) {
			defer wg.Done()
			collect(found, name+" "+name)
		}(name)
	}
	wg.Wait()
	return len(found)
}

func collect(found map[string]func() int, text string) {
	for _, name := range strings.Fields(text) {
		keep(name, found)
	}
}

func keep(name string, found map[string]func() int) {
	if name != "" {
		found[name] = func() int { return len(name) }
	}
}
