package racelog

import "sync/atomic"

var (
	served  atomic.Int64
	dropped int
)

// Serve serves one request.
func Serve() {

	served.Add(1)
}

func Drop() { dropped++ }

func Served() int { return int(served.Load()) }
