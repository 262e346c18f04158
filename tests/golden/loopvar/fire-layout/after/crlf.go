package main

var kept []*int

func keep() {
	for _, v := range []int{1} {
		v := v
		// why
		kept = append(kept, &v)
	}
}

var lazy = func() {
	for _, v := range []int{1} {
		v := v
		kept = append(kept, &v)
	}
}
