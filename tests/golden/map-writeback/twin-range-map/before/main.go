package main

import "fmt"

type T struct {
	on bool
	n  int
}

func main() {
	m := map[string]T{"a": {n: 1}, "b": {n: 2}}
	for _, v := range m {
		v.on = true
	}
	fmt.Println(m)
	for name, v := range m {
		if name == "b" {
			v.n = 0
			continue
		}
		println(name)
	}
	fmt.Println(m)
	fmt.Println(m2())
}

func m2() map[string]T {
	k := map[string]T{"a": {n: 1}, "b": {n: 2}}
	for _, v := range k {
		v.on = true
	}
	return k
}
