package golden

type T struct {
	list []int
	in   struct{ n int }
	arr  [2]int
}

func f(s []T, x int) {
	for _, v := range s {
		v.list = append(v.list, x)
		v.in.n, v.arr[1] = 1, 2
	}
}
