package golden

type T struct{ X, Y int }

func captured() map[string]T {
	m := map[string]T{}
	touch := func() int {
		m["k"] = T{Y: 1}
		return 2
	}
	x := touch()
	t := m["k"]
	t.X = x
	m["k"] = t
	return m
}

var global map[string]T

func work() int { return len(global) }

func stored() {
	m := map[string]T{}
	global = m
	x := work()
	t := m["k"]
	t.X = x
	m["k"] = t
}

func movingKey() map[string]T {
	m := map[string]T{}
	k := "a"
	move := func() int {
		k = "b"
		return 1
	}
	x := move()
	t := m[k]
	t.X = x
	m[k] = t
	return m
}
