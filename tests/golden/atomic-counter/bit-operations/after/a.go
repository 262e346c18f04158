package bits

import "sync/atomic"

var flags atomic.Uint32

func set(bit uint32) { flags.Or(bit) }

func keep(mask uint32) { flags.And(mask) }

func has(bit uint32) bool { return flags.Load()&bit != 0 }
