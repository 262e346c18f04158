package golden

import "iter"

type T struct {
	Small uint8
	I     int
	R     rune
	A     any
}

func f(m map[string]T, n uint8, text string, seq iter.Seq2[int, rune]) {
	for m["a"].Small = range n {
	}
	for m["a"].I, m["b"].R = range text {
	}
	for m["a"].I, m["a"].R = range seq {
	}
	for m["a"].A = range 3 {
	}
}
