package main

import (
	"fmt"
	"sync/atomic"
)

var (
	limit   int64 = -1
	enabled       = true
)

var first = allowed()

func allowed() int { return int(atomic.LoadInt64(&limit)) }

// SetLimit sets how many are let through.
func SetLimit(n int) {
	atomic.StoreInt64(&limit, int64(n))
	enabled = n > 0
}

func main() {
	on := enabled
	SetLimit(5)
	fmt.Println(first, on, int(atomic.LoadInt64(&limit)))
}
