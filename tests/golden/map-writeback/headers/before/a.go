package golden

type T struct{ X int }

func f(m map[string]T, k string, c bool, v any, n int) {
	if m[k].X = 1; c {
		println()
	}
	switch m[k].X = 2; n {
	case 1:
	}
	switch m[k].X++; y := v.(type) {
	case int:
		_ = y
	}
	switch m[k].X--; {
	case c:
	}
loop:
	for m[k].X = 3; c; n++ {
		break loop
	}
	for m[k].X = 4; c; {
	}
	for m[k].X = 5; ; n++ {
		break
	}
	for m[k].X = 6; ; {
		break
	}
sw:
	switch m[k].X = 7; n {
	case 1:
		break sw
	}
}
