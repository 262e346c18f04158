package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{}
	// one
	t := m["a"]
	t.X = 1
	m["a"] = t
	tEntry := m["b"]
	tEntry.Y = 2
	m["b"] = tEntry // two
	if len(m) > 5 {
		goto end
	}
	{
		tEntry2 := m["a"]
		tEntry2.X++ // jumped over
		m["a"] = tEntry2
	}
end:
	fmt.Println(m)
}
