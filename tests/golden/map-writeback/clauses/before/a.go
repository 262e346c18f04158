package golden

type T struct{ X int }

func f(m map[string]T, k string, ch chan int, v any) {
	switch k {
	case "a":
		m[k].X = 1
	case "b", "c":
		// keep this comment
		m[k].X = 2
		fallthrough
	default:
		m[k].X = 3 // last
	}
	switch v.(type) {
	case int:
		m[k].X = 4
	}
	select {
	case <-ch:
		m[k].X = 5
	default:
		m[k].X = 6
	}
	for range 3 {
		m[k].X++
	}
	{
		m[k].X = 7
	}
	if k == "" {
		m[k].X = 8
	} else if k == "x" {
		m[k].X = 9
	} else {
		m[k].X = 10
	}
}

func oneLine(m map[string]T) { m["a"].X = 1 }

func literals(m map[string]T) []func() {
	call(func() { m["a"].X = 1 })
	defer func() { m["b"].X = 2 }()
	return []func(){func() { m["c"].X = 3 }}
}

func call(f func()) { f() }

func two(m map[string]T, n *int) { *n = 1; m["a"].X = 1 }
