package golden

type T struct {
	X    int
	Next string
}

func f(m map[string]T) {
	m[m["a"].Next].X = 1
}

func assertion(v any) {
	v.(map[string]T)["a"].X = 1
}
