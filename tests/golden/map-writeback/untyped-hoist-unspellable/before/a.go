package golden

import "example.com/golden/lib"

func a() int { return 1 }

func f(m map[string]lib.T, b int) {
	m["k"].On = a() == b
}
