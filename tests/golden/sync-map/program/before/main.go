package main

import (
	"fmt"
	"sort"
)

type id int64

var names = map[id]string{}

func set(n int64) {
	names[1] = "one"
	names[id(n)] = "two"
}

func collect(keys []string) []string {
	seen := map[string]uint8{"b": 1}
	for _, k := range keys {
		seen[k] = 2
	}
	var all []string
	for k, n := range seen {
		if n > 0 {
			all = append(all, k)
		}
	}
	sort.Strings(all)
	return all
}

func main() {
	set(2)
	first := names[1]
	second, ok := names[2]
	third := names[3]
	fmt.Print(first, " ", second, " ", third, " ", ok, " ", 3)
	for _, k := range collect([]string{"a"}) {
		fmt.Print(" ", k)
	}
	fmt.Println()
}
