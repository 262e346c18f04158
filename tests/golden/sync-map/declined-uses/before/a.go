package uses

import (
	"maps"
	"slices"
)

var (
	length   = map[string]int{}
	counts   = map[string]int{}
	lists    = map[string][]int{}
	passed   = map[string]int{}
	returned = map[string]int{}
	compared = map[string]int{}
	sorted   = map[string]int{}
	replaced = map[string]int{}
	nested   = map[string]int{}
	header   = map[string]int{}
	parts    = map[string][2]int{}
)

func use(map[string]int) {}

func all(k string) map[string]int {
	println(len(length))
	counts[k]++
	lists[k] = append(lists[k], 1)
	use(passed)
	println(compared == nil)
	for _, k := range slices.Sorted(maps.Keys(sorted)) {
		println(k)
	}
	replaced = map[string]int{}
	for nested[k] > 0 {
		println(k)
	}
	nested["a"] = 0
	if n, ok := header[k]; ok && n > 0 {
		println(n)
	}
	v := parts[k]
	v[0] = 1
	parts[k] = v
	return returned
}
