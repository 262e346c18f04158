package main

import "fmt"

type T struct {
	on bool
	n  int
}

func main() {
	m := map[string]T{"a": {n: 1}, "b": {n: 2}}
	for k, v := range m {
		v.on = true
		m[k] = v
	}
	fmt.Println(m)
	for name, v := range m {
		if name == "b" {
			v.n = 0
			m[name] = v
			continue
		}
		println(name)
	}
	fmt.Println(m)
	fmt.Println(m2())
}

func m2() map[string]T {
	k := map[string]T{"a": {n: 1}, "b": {n: 2}}
	for key, v := range k {
		v.on = true
		k[key] = v
	}
	return k
}
