package main

import "fmt"

type rule struct{ n int }

type pattern rule

type id [2]byte

type hash []byte

func main() {
	var fields []*int
	var rules []*pattern
	var ids []hash
	var names []string
	for _, r := range []rule{{1}, {2}} {
		r := r
		fields = append(fields, &r.n)
	}
	for _, r := range []rule{{1}, {2}} {
		r := r
		rules = append(rules, (*pattern)(&r))
	}
	for _, v := range []id{{1}, {2}} {
		v := v
		ids = append(ids, hash(v[:]))
	}
	for _, v := range [][1]byte{{'a'}, {'b'}} {
		names = append(names, string(v[:]))
	}
	fmt.Println([]int{*fields[0], *fields[1]}, []int{rules[0].n, rules[1].n}, ids, names)
}
