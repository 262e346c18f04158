package golden

type Key struct{ A, B int }

type T struct {
	X    int
	Text string
	Opts []int
}

func call(a, b int) int { return a + b }

func f(m map[string]T, n map[Key]T, c bool) {
	t := m["a"]
	t.Opts = []int{
		1, // one
		2,
	}
	m["a"] = t
	println()
	x := call(
		1, // first
		2,
	)
	tEntry := m["a"]
	tEntry.X = x
	m["a"] = tEntry
	println()
	tEntry2 := m["a"]
	tEntry2.Text = `raw
	text`
	m["a"] = tEntry2
	println()
	key := Key{
		A: 1,
		B: 2,
	}
	tEntry3 := n[key]
	tEntry3.X = 3
	n[key] = tEntry3
	newX := call(
		3,
		4,
	)
	tEntry4 := m["a"]
	tEntry4.X = newX
	m["a"] = tEntry4
	if c {
		println()
	}
}
