package golden

import "strings"

type T struct {
	b strings.Builder
	n int
}

func f(m map[string]T, k string) {
	v := m[k]
	v.n = 1
}
