package golden

type T struct{ n int }

func f(m map[string]T, k string) {
	if v, ok := m[k]; ok {
		v.n = 1
		m[k] = v
	} else {
		v.n = 3
	}
}
