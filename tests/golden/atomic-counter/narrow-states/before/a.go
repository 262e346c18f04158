package narrow

type T struct{ n uint8 }

func (t *T) turn() bool {
	t.n++
	println("turned")
	return t.n > 3
}

func (t *T) first() bool {
	if t.n != 0 {
		return false
	}
	t.n = 1
	return true
}
