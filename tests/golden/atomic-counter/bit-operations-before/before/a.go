package bits

import "sync/atomic"

var flags uint32

func set(bit uint32) {
	go func() { flags |= bit }()
	for atomic.LoadUint32(&flags) == 0 {
	}
}
