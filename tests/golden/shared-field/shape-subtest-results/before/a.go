package golden

import "time"

// double takes its time, so that the tests are at work together.
func double(n int) (int, error) {
	time.Sleep(time.Millisecond)
	return 2 * n, nil
}
