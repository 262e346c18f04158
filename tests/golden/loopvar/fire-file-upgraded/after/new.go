//go:build go1.22

package main

func lifted() (ps []*int) {
	for _, v := range []int{1, 2} {
		ps = append(ps, &v)
	}
	return ps
}
