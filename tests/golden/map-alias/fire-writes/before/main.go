package main

import (
	"fmt"
	"slices"
	"sort"
)

type line struct{ n int }

func deleted(m map[string]int) int {
	mapClone := m
	delete(m, "a")
	return len(mapClone)
}

func cleared(m map[string]int) int {
	snapshot := m
	clear(m)
	return len(snapshot)
}

func copied(list, with []int) []int {
	listCopy := list
	copy(list, with)
	return listCopy
}

func field(lines []line) int {
	prev := lines
	lines[0].n = 5
	return prev[0].n
}

func sorted(list []int) []int {
	old := list
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return old
}

func generic[T any](list []T, with T) []T {
	saved := list
	list[0] = with
	return slices.Clip(saved)
}

func shadowed(maps map[string]int) int {
	backup := maps
	maps["a"] = 3
	return backup["a"]
}

func main() {
	two := func() map[string]int { return map[string]int{"a": 1, "b": 2} }
	fmt.Println(
		deleted(two()),
		cleared(two()),
		copied([]int{1, 2}, []int{7}),
		field([]line{{1}}),
		sorted([]int{2, 1}),
		generic([]int{1}, 9),
		shadowed(map[string]int{}),
	)
}
