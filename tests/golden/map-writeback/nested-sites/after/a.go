package golden

type T struct {
	X int
	F func()
}

func f(m map[string]T, k string) {
	t := m[k]
	t.F = func() {
		t := m[k]
		t.X = 1
		m[k] = t
	}
	m[k] = t
	println()
	tEntry := m[k]
	tEntry.F = func() {
		t := m[k]
		t.X = 2
		m[k] = t
	}
	m[k] = tEntry
}
