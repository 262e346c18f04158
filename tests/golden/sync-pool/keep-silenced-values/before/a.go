package golden

import "sync"

var lines sync.Pool

func give(b []byte) {
	lines.Put(b) //nolint:staticcheck // SA6002: the header is cheap here
}

//nolint:staticcheck
func giveAll(bs [][]byte) {
	for _, b := range bs {
		lines.Put(b)
	}
}
