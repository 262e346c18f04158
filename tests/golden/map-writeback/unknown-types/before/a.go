package golden

import "example.com/missing/lib"

func f(m map[string]lib.Thing, n lib.Index, k string) {
	m[k].X = 1
	n[k].X = 2
	n.Get(k)[k].X = 3
	undeclared[k].X = 4
}
