package word

type word uint64

func (w word) ones() (n int) {
	for w != 0 {
		n += int(w & 1)
		w >>= 1
	}
	return n
}

func (w word) text() string {
	if w > 9 {
		w = 9
	}
	return string(rune('0' + w))
}
