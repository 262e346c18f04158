package methods

import (
	"sync/atomic"
)

type T struct {
	n    atomic.Int64
	flag atomic.Uint32
}
