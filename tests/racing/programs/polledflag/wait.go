package polledflag

import "time"

// Finished starts work and waits until it says that it is done.
func Finished(work func(), limit time.Duration) bool {
	done := false
	go func() {
		work()
		done = true
	}()
	deadline := time.Now().Add(limit)
	for time.Now().Before(deadline) {
		if done {
			return true
		}
		time.Sleep(time.Millisecond)
	}
	return false
}
