package main

import "fmt"

type T struct{ X int }

func f(m map[string]T, k string) {
	// pick one
	if k == "a" {
		m[k].X = 1
	} else if m["b"].X = 2; k == "b" {
		// nothing more
	} else {
		text := `raw
text`
		_ = text
		m["b"].X++ // counted
		m["c"].X = 7
	}
}

func main() {
	for _, k := range []string{"a", "b", "c"} {
		m := map[string]T{}
		f(m, k)
		fmt.Println(m)
	}
}
