package golden

type T struct{ X, Y int }

func f(m map[string]T, k string) {
	a := 1 // one
	t := m[k]
	t.X = a + 10 // two
	m[k] = t
	longer := 3 // three
	b := longer // four
	tEntry := m[k]
	tEntry.Y = b
	m[k] = tEntry
	c := 5 // five
	_ = c
	tEntry2 := m[k]
	tEntry2.X = 1         // six
	tEntry2.Y = tEntry2.X // seven
	m[k] = tEntry2
	_, _, _ = a, b, c // eight
}
