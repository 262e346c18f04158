package golden

type T struct{ X int }

func f(m map[string]T, k string, n int) {
	for i := 0; i < n; m[k].X++ {
		i++
	}
}
