package multi

type Interval struct {
	low, high int
}

func (in *Interval) Set(low int) {
	in.low = low
	in.high = 2 * low
}

func (in *Interval) Low() int { return in.low }
