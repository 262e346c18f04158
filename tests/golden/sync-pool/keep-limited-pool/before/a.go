package a

import (
	"bytes"
	"io"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func put(buf *bytes.Buffer) {
	if buf.Cap() > 1<<16 {
		return
	}
	buf.Reset()
	pool.Put(buf)
}

var scratch = sync.Pool{New: func() any {
	b := make([]byte, 128<<10)
	return &b
}}

// pass uses scratch space that stays as large as it was made.
func pass(w io.Writer, r io.Reader) (int64, error) {
	b := scratch.Get().(*[]byte)
	defer scratch.Put(b)
	return io.CopyBuffer(w, r, *b)
}
