package main

import "fmt"

type labels struct {
	copied bool
	m      map[string]int
}

func (l *labels) own() {
	if l.copied {
		return
	}
	m := make(map[string]int, len(l.m))
	for k, v := range l.m {
		m[k] = v
	}
	l.m, l.copied = m, true
}

func (l *labels) set(k string, v int) {
	l.own()
	l.m[k] = v
}

func (l *labels) drop(k string) {
	l.own()
	delete(l.m, k)
}

func (l *labels) count(k string) {
	if l.m == nil {
		l.m = make(map[string]int)
	}
	l.m[k]++
}

// add looks at the entries of what it makes only where there is nothing yet.
func (l *labels) add(k string, v int) {
	if l.m == nil {
		l.m = make(map[string]int)
	}
	before := l.m[k]
	l.m[k] = before + v
}

func main() {
	shared := map[string]int{"a": 1, "b": 2}
	l := labels{m: shared}
	l.set("c", 3)
	l.drop("a")
	var counted labels
	counted.count("x")
	var added labels
	added.add("y", 1)
	added.add("y", 2)
	fmt.Println(added.m["y"])
	fmt.Println(l.m, shared, counted.m)
}
