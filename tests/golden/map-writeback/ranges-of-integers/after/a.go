package golden

import "iter"

type T struct {
	Small uint8
	I     int
	R     rune
	A     any
}

func f(m map[string]T, n uint8, text string, seq iter.Seq2[int, rune]) {
	for small := range n {
		t := m["a"]
		t.Small = small
		m["a"] = t
	}
	for i, r := range text {
		t := m["a"]
		t.I = i
		m["a"] = t
		tEntry := m["b"]
		tEntry.R = r
		m["b"] = tEntry
	}
	for i, r := range seq {
		t := m["a"]
		t.I, t.R = i, r
		m["a"] = t
	}
	for a := range 3 {
		t := m["a"]
		t.A = a
		m["a"] = t
	}
}
