package main

import (
	"fmt"
	"sort"
	"sync"
)

type id int64

var names sync.Map

func set(n int64) {
	names.Store(id(1), "one")
	names.Store(id(n), "two")
}

func collect(keys []string) []string {
	var seen sync.Map
	seen.Store("b", uint8(1))
	for _, k := range keys {
		seen.Store(k, uint8(2))
	}
	var all []string
	seen.Range(func(anyKey, anyValue any) bool {
		k := anyKey.(string)
		n := anyValue.(uint8)
		if n > 0 {
			all = append(all, k)
		}
		return true
	})
	sort.Strings(all)
	return all
}

func main() {
	set(2)
	loaded, _ := names.Load(id(1))
	first, _ := loaded.(string)
	loaded2, ok := names.Load(id(2))
	second, _ := loaded2.(string)
	loaded3, _ := names.Load(id(3))
	third, _ := loaded3.(string)
	fmt.Print(first, " ", second, " ", third, " ", ok, " ", 3)
	for _, k := range collect([]string{"a"}) {
		fmt.Print(" ", k)
	}
	fmt.Println()
}
