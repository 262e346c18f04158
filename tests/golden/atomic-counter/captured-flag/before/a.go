package flag

import "time"

func await(work func()) int {
	done := false
	go func() {
		work()
		done = true
	}()
	polls := 0
	for !done {
		time.Sleep(time.Millisecond)
		polls++
	}
	return polls
}
