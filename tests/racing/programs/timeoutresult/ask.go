package timeoutresult

import (
	"errors"
	"time"
)

// ErrTimeout says that the answer took too long.
var ErrTimeout = errors.New("timeout")

// Ask returns what f answers, unless it takes too long.
func Ask(f func() string, limit time.Duration) (string, error) {
	var answer string
	done := make(chan struct{})
	go func() {
		answer = f()
		close(done)
	}()
	select {
	case <-done:
		return answer, nil
	case <-time.After(limit):
		return answer, ErrTimeout
	}
}
