package main

type T struct{ X int }

func redeclared(m map[string]T, other map[string]int) {
	v, ok := m["a"]
	x, ok := other["b"]
	if ok {
		v.X = x
	}
}

func hidden(m map[string]T, other map[string]int) {
	v, ok := m["a"]
	if !ok {
		other = nil
	}
	if x, ok := other["b"]; ok {
		v.X = x
	}
}

func assigned(m map[string]T) {
	v, ok := m["a"]
	if !ok {
		ok = true
	}
	v.X = 1
	_ = ok
}

func main() {}
