package main

var kept []*int

func keep() {
	for _, v := range []int{1} {
		// why
		kept = append(kept, &v)
	}
}

var lazy = func() {
	for _, v := range []int{1} {
		kept = append(kept, &v)
	}
}
