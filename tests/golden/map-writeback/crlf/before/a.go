package golden

type T struct{ X int }

func f(m map[string]T) {
	m["a"].X = 1 // first
	println()
}

func g(m map[string]T) { m["a"].X = 1 }
