package golden

type T struct{ X int }

func broken(m map[string]T) {
	m["a"].X = = 1
}

func fine(m map[string]T) {
	t := m["a"]
	t.X = 1
	m["a"] = t
}
