package layout

import "unsafe"

type T struct {
	name string
	n    int
}

const size = unsafe.Sizeof(T{})

func (t *T) hit() { t.n++ }
