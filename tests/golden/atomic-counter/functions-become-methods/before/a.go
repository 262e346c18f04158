package methods

import (
	"sync/atomic"
)

type T struct {
	n    int64
	flag uint32
}
