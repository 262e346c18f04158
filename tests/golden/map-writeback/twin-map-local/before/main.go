package main

import "fmt"

type T struct{ n int }

func plain(m map[string]T, k string) {
	v := m[k]
	v.n = 1
}

func guarded(m map[string]T, k string) {
	v, ok := m[k]
	if !ok {
		return
	}
	v.n = 2 // dropped
}

func branch(m map[string]T, k string) {
	if v, ok := m[k]; ok {
		v.n = 3
	}
}

func unguarded(m map[string]T, k string) {
	v, ok := m[k]
	v.n = 4
	_ = ok
}

func twice(m map[string]T, k string) {
	v := m[k]
	if v.n == 0 {
		v.n = 1
		v.n += 4
	}
}

func main() {
	for _, f := range []func(map[string]T, string){plain, guarded, branch, unguarded, twice} {
		m := map[string]T{"a": {}}
		f(m, "a")
		fmt.Println(m)
	}
}
