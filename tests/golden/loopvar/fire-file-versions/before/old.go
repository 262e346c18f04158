//go:build go1.17

package main

func old() (ps []*int) {
	for _, v := range []int{1, 2} {
		ps = append(ps, &v)
	}
	for _, v := range []int{1, 2} {
		v := v
		ps = append(ps, &v)
	}
	return ps
}
