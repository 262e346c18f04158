package main

import "fmt"

type T struct{ X int }

func f(m map[string]T, k string) {
	// pick one
	if k == "a" {
		t := m[k]
		t.X = 1
		m[k] = t
	} else {
		t := m["b"]
		t.X = 2
		m["b"] = t
		if k == "b" {
			// nothing more
		} else {
			text := `raw
text`
			_ = text
			t := m["b"]
			t.X++ // counted
			m["b"] = t
			tEntry := m["c"]
			tEntry.X = 7
			m["c"] = tEntry
		}
	}
}

func main() {
	for _, k := range []string{"a", "b", "c"} {
		m := map[string]T{}
		f(m, k)
		fmt.Println(m)
	}
}
