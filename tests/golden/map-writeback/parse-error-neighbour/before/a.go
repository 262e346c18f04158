package golden

type T struct{ X int }

func broken(m map[string]T) {
	m["a"].X = = 1
}

func fine(m map[string]T) {
	m["a"].X = 1
}
