package main

func main() {
	var ps []*int
	for _, v := range []int{1} { // every value
		// is kept
		ps = append(ps, &v)
	}
	for _, v := range []int{1} { ps = append(ps, &v) }
	for _, v := range []int{1} { /* one */
		ps = append(ps, &v)
	}
	for _, v := range []int{1} {
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
		ps = append(ps, &v)
	}
	f := func() { for _, v := range []int{1} { ps = append(ps, &v) } }
	f()
}
