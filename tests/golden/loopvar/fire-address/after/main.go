package main

import "fmt"

type node struct{ ref *int }

type holder struct{ n int }

func deref(ps []*int) (out []int) {
	for _, p := range ps {
		out = append(out, *p)
	}
	return out
}

func main() {
	byKey := map[string]*int{}
	for k, v := range map[string]int{"b": 2} {
		v := v
		byKey[k] = &v
	}
	for _, v := range []struct {
		k string
		n int
	}{{"a", 1}, {"b", 2}} {
		v := v
		byKey[v.k] = &v.n
	}
	shown := map[string]int{}
	for k, p := range byKey {
		shown[k] = *p
	}

	var ps []*int
	for _, v := range []int{1, 2} {
		v := v
		ps = append(ps, &v)
	}

	nodes := make([]node, 2)
	for i, v := range []int{1, 2} {
		v := v
		nodes[i].ref = &v
	}

	ch := make(chan *int, 2)
	for _, v := range []int{1, 2} {
		v := v
		ch <- &v
	}

	var wrapped []*node
	for _, v := range []int{1, 2} {
		v := v
		wrapped = append(wrapped, &node{ref: &v})
	}

	var made []node
	for _, v := range []int{1, 2} {
		v := v
		n := node{}
		n.ref = &v
		made = append(made, n)
	}

	var best *holder
	for _, h := range []holder{{1}, {2}, {1}} {
		h := h
		if best == nil || h.n > best.n {
			best = &h
		}
	}

	three := make([]*[]int, 1)
	for i := range three {
		v := []int{1, 2, 3}
		for _, x := range [][]int{v} {
			x := x
			three[i] = &x
		}
	}

	fmt.Println(shown, deref(ps), deref([]*int{nodes[0].ref, nodes[1].ref}), *<-ch, *<-ch,
		[]holder{{*wrapped[0].ref}, {*wrapped[1].ref}}, deref([]*int{made[0].ref, made[1].ref}), best.n, len(*three[0]))
}
