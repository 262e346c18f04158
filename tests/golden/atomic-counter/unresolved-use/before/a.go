package unresolved

import "example.com/golden/missing"

type T struct{ n int }

func (t *T) hit() { t.n++ }

func copy() int { return missing.Get().n }
