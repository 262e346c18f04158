package golden

type T struct{ X, Y int }

func f(m map[string]T, k string) {
	a := 1          // one
	m[k].X = a + 10 // two
	longer := 3     // three
	b := longer     // four
	m[k].Y = b
	c := 5 // five
	_ = c
	m[k].X = 1        // six
	m[k].Y = m[k].X   // seven
	_, _, _ = a, b, c // eight
}
