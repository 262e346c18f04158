package racelog

import "sync/atomic"

var (
	served  atomic.Int64
	dropped int
)

// Serve serves one request.
func Serve(ok bool) {
	if ok {
		served.Add(1)
		return
	}
	dropped++
}

func Served() int { return int(served.Load()) }
