package negated

import (
	"fmt"
	"sync/atomic"
)

var (
	n    int
	done bool
	hits atomic.Int64
)

func show() { fmt.Println(-n, !done, ^n, hits.Load()) }

func set(k int) { n, done = k, true }

func reset() {
	n = 0
	done = false
}

func count(list []func()) {
	for _, each := range list {
		go func() { each() }()
	}
	println(-n, !done)
}
