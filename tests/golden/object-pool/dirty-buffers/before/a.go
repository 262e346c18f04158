package a

import "bytes"

var freeBuffers = make(chan *bytes.Buffer, 8)

func getBuffer() *bytes.Buffer {
	select {
	case b := <-freeBuffers:
		return b
	default:
		return new(bytes.Buffer)
	}
}

func putBuffer(b *bytes.Buffer) {
	select {
	case freeBuffers <- b:
	default:
	}
}

func text(s string) string {
	b := getBuffer()
	defer putBuffer(b)
	b.WriteString(s)
	return b.String()
}
