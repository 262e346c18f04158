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
			tEntry := m["b"]
			tEntry.X++ // counted
			m["b"] = tEntry
			tEntry2 := m["c"]
			tEntry2.X = 7
			m["c"] = tEntry2
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
