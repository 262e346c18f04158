package golden

type T struct{ X int }

func f(m map[string]T, k string, c bool, n int) {
again:
	if m[k].X = 1; c {
		goto again
	}
loop:
	for m[k].X = 3; c; n++ {
		goto loop
	}
}
