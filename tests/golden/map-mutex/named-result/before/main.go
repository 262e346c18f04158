package main

import (
	"fmt"
	"sync"
)

func counted(lists [][]string) (counts map[string]int) {
	counts = make(map[string]int)
	var wg sync.WaitGroup
	for _, list := range lists {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, name := range list {
				counts[name]++
			}
		}()
	}
	wg.Wait()
	return counts
}

func main() {
	counts := counted([][]string{{"a", "b"}, {"b", "c"}, {"a", "c"}})
	fmt.Println(len(counts), counts["a"]+counts["b"]+counts["c"])
}
