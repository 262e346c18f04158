package golden

type T struct{ X int }

func f(m map[string]T, k string, c bool, v any, n int) {
	t := m[k]
	t.X = 1
	m[k] = t
	if c {
		println()
	}
	tEntry := m[k]
	tEntry.X = 2
	m[k] = tEntry
	switch n {
	case 1:
	}
	tEntry2 := m[k]
	tEntry2.X++
	m[k] = tEntry2
	switch y := v.(type) {
	case int:
		_ = y
	}
	tEntry3 := m[k]
	tEntry3.X--
	m[k] = tEntry3
	switch {
	case c:
	}
	tEntry4 := m[k]
	tEntry4.X = 3
	m[k] = tEntry4
loop:
	for ; c; n++ {
		break loop
	}
	tEntry5 := m[k]
	tEntry5.X = 4
	m[k] = tEntry5
	for c {
	}
	tEntry6 := m[k]
	tEntry6.X = 5
	m[k] = tEntry6
	for ; ; n++ {
		break
	}
	tEntry7 := m[k]
	tEntry7.X = 6
	m[k] = tEntry7
	for {
		break
	}
	tEntry8 := m[k]
	tEntry8.X = 7
	m[k] = tEntry8
sw:
	switch n {
	case 1:
		break sw
	}
}
