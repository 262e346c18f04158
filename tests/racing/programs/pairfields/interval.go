package pairfields

// Interval is always twice as high as it is low.
type Interval struct {
	low, high int
}

func (in *Interval) Set(low int) {
	in.low = low
	in.high = 2 * low
}

func (in *Interval) Get() (low, high int) {
	return in.low, in.high
}
