package t

import clock "time"

type boundedCache struct{ at clock.Time }

var sync = boundedCache{clock.Now()}

var cached = map[string]int{}

// Of counts its letters once.
func Of(time string) int {
	n, ok := cached[time]
	if !ok {
		n = len(time)
		cached[time] = n
	}
	return n
}
