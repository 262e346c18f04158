package golden

type T struct {
	X    int
	Next string
}

func f(m map[string]T) {
	key := m["a"].Next
	t := m[key]
	t.X = 1
	m[key] = t
}

func assertion(v any) {
	m := v.(map[string]T)
	t := m["a"]
	t.X = 1
	m["a"] = t
}
