package golden

type T struct{ X int }

func f(m map[string]T) {
	t := m["a"]
	t.X = 1 // first
	m["a"] = t
	println()
}

func g(m map[string]T) {
	t := m["a"]
	t.X = 1
	m["a"] = t
}
