package a

import (
	"bytes"
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
