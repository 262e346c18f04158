package golden

import "testing"

func TestStart(t *testing.T) {
	done := make(chan error, 1)
	n, err := Start(make(chan struct{}), func(err error) { done <- err })
	if <-done; n != 1 || err == nil {
		t.Error(n, err)
	}
}
