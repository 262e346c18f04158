package low

import _ "unsafe"

//go:linkname reset example.com/golden.rec.set
func reset(r rec, n int)
