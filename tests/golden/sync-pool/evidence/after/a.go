package a

import (
	"io"
	"sync"
)

var bufPool = sync.Pool{New: func() any {
	b := make([]byte, 32<<10)
	return &b
}}

func copyAll(w io.Writer, r io.Reader) (int64, error) {
	bufPtr := bufPool.Get().(*[]byte)
	defer bufPool.Put(bufPtr)
	buf := *bufPtr
	return io.CopyBuffer(w, r, buf)
}

func other(w io.Writer, r io.Reader) (int64, error) {
	buf := make([]byte, 32<<10)
	return io.CopyBuffer(w, r, buf)
}
