package main

import "sync"

type guarded struct {
	mu sync.Mutex
	n  int
}

func main() {
	for g := (guarded{}); g.n < 3; g.n++ {
		go func() {
			g.mu.Lock()
			defer g.mu.Unlock()
		}()
	}
}
