package golden

type T struct{ X int }

func f(m map[string]T, k string, ch chan int, v any) {
	switch k {
	case "a":
		t := m[k]
		t.X = 1
		m[k] = t
	case "b", "c":
		// keep this comment
		t := m[k]
		t.X = 2
		m[k] = t
		fallthrough
	default:
		t := m[k]
		t.X = 3 // last
		m[k] = t
	}
	switch v.(type) {
	case int:
		t := m[k]
		t.X = 4
		m[k] = t
	}
	select {
	case <-ch:
		t := m[k]
		t.X = 5
		m[k] = t
	default:
		t := m[k]
		t.X = 6
		m[k] = t
	}
	for range 3 {
		t := m[k]
		t.X++
		m[k] = t
	}
	{
		t := m[k]
		t.X = 7
		m[k] = t
	}
	if k == "" {
		t := m[k]
		t.X = 8
		m[k] = t
	} else if k == "x" {
		t := m[k]
		t.X = 9
		m[k] = t
	} else {
		t := m[k]
		t.X = 10
		m[k] = t
	}
}

func oneLine(m map[string]T) {
	t := m["a"]
	t.X = 1
	m["a"] = t
}

func literals(m map[string]T) []func() {
	call(func() {
		t := m["a"]
		t.X = 1
		m["a"] = t
	})
	defer func() {
		t := m["b"]
		t.X = 2
		m["b"] = t
	}()
	return []func(){func() {
		t := m["c"]
		t.X = 3
		m["c"] = t
	}}
}

func call(f func()) { f() }

func two(m map[string]T, n *int) {
	*n = 1
	t := m["a"]
	t.X = 1
	m["a"] = t
}
