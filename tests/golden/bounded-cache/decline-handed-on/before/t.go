package t

import (
	"encoding/json"
	"maps"
	"slices"
)

var (
	passed   = map[string]int{}
	returned = map[string]int{}
	stored   = map[string]int{}
	cloned   = map[string]int{}
	listed   = map[string]int{}
	aliased  = map[string]int{}
	lazy     map[string]int
	swapped  = map[string]int{}
	holder   struct{ m map[string]int }
)

func Put(key string, n int) {
	passed[key], returned[key], stored[key] = n, n, n
	cloned[key], listed[key] = n, n
	swapped[key] = n
	if lazy == nil {
		lazy = make(map[string]int)
	}
	lazy[key] = n
}

func Text() ([]byte, error) { return json.Marshal(passed) }

func All() map[string]int { return returned }

func Keep() { holder.m = stored }

func Copy() map[string]int { return maps.Clone(cloned) }

func Names() []string { return slices.Sorted(maps.Keys(listed)) }

func Alias(key string, n int) {
	m := aliased
	m[key] = n
}

func Swap(m map[string]int) { swapped = m }
