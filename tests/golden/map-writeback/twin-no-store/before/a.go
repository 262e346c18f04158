package golden

import "iter"

type T struct{ n int }

func f(ch chan T, seq iter.Seq[T]) {
	for v := range ch {
		v.n = 1
	}
	for v := range seq {
		v.n = 1
	}
}
