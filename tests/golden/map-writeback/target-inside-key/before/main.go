package main

import "fmt"

type T struct{ X int }

type Key struct{ A, B int }

func main() {
	m := map[[2]int]T{}
	k := [2]int{1, 1}
	k[0], m[k].X = 2, 3
	fmt.Println(m, k)

	n := map[Key]T{}
	key := Key{1, 1}
	key.A, n[key].X = 2, 4
	(key), n[key].X = Key{}, 5
	fmt.Println(n, key)

	p := &key
	p.A, n[key].X = 7, 6
	fmt.Println(n, key)
}
