package flag

import (
	"sync/atomic"
	"time"
)

func await(work func()) int {
	var done atomic.Bool
	go func() {
		work()
		done.Store(true)
	}()
	polls := 0
	for !done.Load() {
		time.Sleep(time.Millisecond)
		polls++
	}
	return polls
}
