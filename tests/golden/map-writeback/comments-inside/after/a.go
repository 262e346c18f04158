package golden

type T struct{ X, Y int }

func f(m map[string]T, k string) {
	/* before */
	t := m[k]
	t.X = 1 /* after */
	m[k] = t
	println()
	tEntry := m[ /* which */ k]
	tEntry.X = 2
	m[k] = tEntry
	println()
	tEntry2 := m[k]
	tEntry2. /* field */ X = /* value */ 3
	m[k] = tEntry2
	println()
	tEntry3 := m[k]
	tEntry3.X = 1 + // sum
		2 // end
	m[k] = tEntry3
	/* two */
	tEntry4 := m["b"]
	tEntry4.X = 1
	m["b"] = tEntry4
	tEntry5 := m["c"]
	tEntry5.Y = 2
	m["c"] = tEntry5
}
