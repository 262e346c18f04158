package shop

import "encoding/binary"

// fill goes over the block with a second name for what is left of it.
func fill(n int, next func() byte) []byte {
	block := make([]byte, n)
	tmp := block
	for len(tmp) >= 2 {
		binary.BigEndian.PutUint16(tmp, uint16(next()))
		tmp = tmp[2:]
	}
	for i := range tmp {
		tmp[i] = next()
	}
	return block
}

// encode keeps the start of what it goes over.
func encode(buf []byte, values []byte) []byte {
	orig := buf
	for _, v := range values {
		buf[0] = v
		buf = buf[1:]
	}
	return orig[:len(orig)-len(buf)]
}

type writer struct{ buf []byte }

// put does so in a field.
func (w *writer) put(values []byte) []byte {
	old := w.buf
	for _, v := range values {
		w.buf[0], w.buf = v, w.buf[1:]
	}
	return old
}
