package golden

type T struct{ n int }

func f(m map[string]T, k string) {
	v, ok := m[k]
	if !ok {
		v.n = 1
	}
}
