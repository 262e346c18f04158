package stats

import "time"

// bounds are the upper ends of all buckets of a histogram but the last.
var bounds = [...]time.Duration{10 * time.Millisecond, 100 * time.Millisecond, time.Second}

// histogram counts durations by bucket.
type histogram struct {
	counts [len(bounds) + 1]int
	sum    time.Duration
}

// observe counts one duration.
func (h histogram) observe(d time.Duration) {
	bucket := len(bounds)
	for i, bound := range bounds {
		if d <= bound {
			bucket = i
			break
		}
	}
	h.counts[bucket]++
	h.sum += d
}

// plus returns the sum of two histograms.
func (h histogram) plus(other histogram) histogram {
	for i, n := range other.counts {
		h.counts[i] += n
	}
	h.sum += other.sum
	return h
}

// gauge is a number that goes up and down.
type gauge int

// add moves the gauge.
func (g gauge) add(n int) { g += gauge(n) }

// Gauge is what is going on right now.
type Gauge struct{ now gauge }

// Enter counts somebody who came in.
func (g *Gauge) Enter() { g.now.add(1) }

// Leave counts somebody who went away.
func (g *Gauge) Leave() { g.now.add(-1) }

// Now returns how many are in.
func (g *Gauge) Now() int { return int(g.now) }
