package mode

type mode int

func (m mode) set(v int) {
	_ = v           // the raw value
	m = mode(v)     // the mode itself
	_ = v + v*v + 1 // and more
}
