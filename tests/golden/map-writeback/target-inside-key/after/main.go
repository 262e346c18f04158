package main

import "fmt"

type T struct{ X int }

type Key struct{ A, B int }

func main() {
	m := map[[2]int]T{}
	k := [2]int{1, 1}
	newKey := k
	t := m[newKey]
	k[0], t.X = 2, 3
	m[newKey] = t
	fmt.Println(m, k)

	n := map[Key]T{}
	key := Key{1, 1}
	newKey2 := key
	tEntry := n[newKey2]
	key.A, tEntry.X = 2, 4
	n[newKey2] = tEntry
	newKey3 := key
	tEntry2 := n[newKey3]
	(key), tEntry2.X = Key{}, 5
	n[newKey3] = tEntry2
	fmt.Println(n, key)

	p := &key
	newKey4 := key
	tEntry3 := n[newKey4]
	p.A, tEntry3.X = 7, 6
	n[newKey4] = tEntry3
	fmt.Println(n, key)
}
