package main

import "fmt"

type where struct{ line int }

type note struct{ at *where }

type notes []*note

func (ns notes) add(n *note) notes { return append(ns, n) }

type module struct {
	at where
}

func main() {
	var ns notes
	for _, m := range []module{{where{1}}, {where{2}}} {
		m := m
		ns = ns.add(&note{at: &m.at})
	}
	fmt.Println(ns[0].at.line, ns[1].at.line)
}
