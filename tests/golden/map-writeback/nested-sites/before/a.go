package golden

type T struct {
	X int
	F func()
}

func f(m map[string]T, k string) {
	m[k].F = func() {
		m[k].X = 1
	}
	println()
	m[k].F = func() { m[k].X = 2 }
}
