package main

func main() {
	var ps []*int
	for _, v := range []int{1} { // every value
		v := v
		// is kept
		ps = append(ps, &v)
	}
	for _, v := range []int{1} {
		v := v
		ps = append(ps, &v)
	}
	for _, v := range []int{1} { /* one */
		v := v
		ps = append(ps, &v)
	}
	for _, v := range []int{1} {
		v := v
	again:
		for {
			if len(ps) > 3 {
				break again
			}
			ps = append(ps, &v)
		}
	}
	for _,
		v := range []int{
		1,
	} {
		v := v
		ps = append(ps, &v)
	}
	f := func() {
		for _, v := range []int{1} {
			v := v
			ps = append(ps, &v)
		}
	}
	f()
}
