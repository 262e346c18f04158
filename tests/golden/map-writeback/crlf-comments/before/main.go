package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{}
	m["a"].X, m["b"].Y = 1, // one
		2 // two
	if len(m) > 5 {
		goto end
	}
	m["a"].X++ // jumped over
end:
	fmt.Println(m)
}
