package golden

type T struct{ X, Y int }

func f(m map[string]T, k string) {
	/* before */
	m[k].X = 1 /* after */
	println()
	m[ /* which */ k].X = 2
	println()
	m[k]. /* field */ X = /* value */ 3
	println()
	m[k].X = 1 + // sum
		2 // end
	m["b"].X, m["c"].Y = 1 /* two */, 2
}
