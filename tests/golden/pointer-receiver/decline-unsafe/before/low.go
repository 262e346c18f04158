package low

import "unsafe"

type rec struct{ n int }

func (r rec) set(n int) { r.n = n }

var size = unsafe.Sizeof(rec{})
