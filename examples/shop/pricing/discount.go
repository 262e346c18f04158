package pricing

import "example.com/shop/money"

// step is a discount from a number of pieces on.
type step struct {
	from, percent int
}

// ladder is a set of steps; it is a slice, so its methods share the elements.
type ladder []step

// raise makes every step more generous.
func (l ladder) raise(percent int) {
	for i := range l {
		l[i].percent += percent
	}
}

// best returns the highest discount for n pieces.
func (l ladder) best(n int) (percent int) {
	for _, s := range l {
		if n >= s.from && s.percent > percent {
			percent = s.percent
		}
	}
	return percent
}

// volume is one article's ladder and how often each step was given.
type volume struct {
	ladder ladder
	given  [3]int
	last   int
}

// give looks a discount up and counts it.
func (v volume) give(n int) int {
	percent := v.ladder.best(n)
	v.last = percent
	v.given[min(n/10, 2)]++
	return percent
}

// reset forgets what was counted.
func (v volume) reset() {
	v.given, v.last = [3]int{}, 0
}

// Volume is the discount for many pieces of one article.
type Volume struct {
	byItem volume
}

// NewVolume returns a discount of percent from ten pieces on, and twice that from fifty.
func NewVolume(percent int) *Volume {
	return &Volume{volume{ladder: ladder{{10, percent}, {50, 2 * percent}}}}
}

// Price returns what n pieces cost.
func (v *Volume) Price(each money.Amount, n int) money.Amount {
	total := each.Times(n)
	return total.Plus(total.Percent(v.byItem.give(n)).Times(-1))
}

// NewSeason makes every step more generous and starts counting again.
func (v *Volume) NewSeason(percent int) {
	v.byItem.ladder.raise(percent)
	v.byItem.reset()
}
