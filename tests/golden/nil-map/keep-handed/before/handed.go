package handed

import "fmt"

func read(m map[string]int) int { return m["a"] + len(m) }

func ask(m map[string]int) {
	if m == nil {
		return
	}
	m["a"] = 1
}

func replace(m map[string]int) map[string]int {
	m = make(map[string]int)
	m["a"] = 1
	return m
}

func reads() int {
	var m map[string]int
	fmt.Println(m)
	ask(m)
	replace(m)
	return read(m)
}

func unknown(fill func(map[string]int)) {
	var m map[string]int
	fill(m)
}

type filler interface{ fill(map[string]int) }

func chosen(f filler) {
	var m map[string]int
	f.fill(m)
}

func result() (m map[string]int, err error) {
	m, err = make(map[string]int), nil
	set(m)
	return m, err
}

func set(m map[string]int) { m["a"] = 1 }
