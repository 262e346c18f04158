package golden

type T struct{ X, Y int }

func captured() map[string]T {
	m := map[string]T{}
	touch := func() int {
		m["k"] = T{Y: 1}
		return 2
	}
	m["k"].X = touch()
	return m
}

var global map[string]T

func work() int { return len(global) }

func stored() {
	m := map[string]T{}
	global = m
	m["k"].X = work()
}

func movingKey() map[string]T {
	m := map[string]T{}
	k := "a"
	move := func() int {
		k = "b"
		return 1
	}
	m[k].X = move()
	return m
}
