package golden

type Key struct{ A, B int }

type T struct {
	X    int
	Text string
	Opts []int
}

func call(a, b int) int { return a + b }

func f(m map[string]T, n map[Key]T, c bool) {
	m["a"].Opts = []int{
		1, // one
		2,
	}
	println()
	m["a"].X = call(
		1, // first
		2,
	)
	println()
	m["a"].Text = `raw
	text`
	println()
	n[Key{
		A: 1,
		B: 2,
	}].X = 3
	if m["a"].X = call(
		3,
		4,
	); c {
		println()
	}
}
