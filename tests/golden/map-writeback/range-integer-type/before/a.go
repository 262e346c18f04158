package golden

type T struct{ Small uint8 }

func f(m map[string]T, k string) {
	for m[k].Small = range 10 {
	}
}
