//go:build linux || go1.21

package main

func both() (ps []*int) {
	for _, v := range []int{1, 2} {
		ps = append(ps, &v)
	}
	return ps
}
