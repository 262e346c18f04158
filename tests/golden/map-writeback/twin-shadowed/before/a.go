package golden

type T struct{ n int }

func f(s []T, m map[int]T, k int) {
	for i, v := range s {
		for i := range 3 {
			v.n = i
		}
		_ = i
	}
	for k, v := range m {
		if k := k + 1; k > 3 {
			v.n = k
		}
	}
	v := m[k]
	for m := range 3 {
		v.n = m
	}
}
