package bits

var flags uint32

func set(bit uint32) { flags |= bit }

func keep(mask uint32) { flags &= mask }

func has(bit uint32) bool { return flags&bit != 0 }
