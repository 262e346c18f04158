package golden

type T struct {
	list []int
	in   struct{ n int }
	arr  [2]int
}

func f(s []T, x int) {
	for i := range s {
		s[i].list = append(s[i].list, x)
		s[i].in.n, s[i].arr[1] = 1, 2
	}
}
