package a

import (
	"io"
	"sync"
)

type frame struct {
	data [4096]byte
	n    int
}

var framePool = sync.Pool{New: func() any { return new(frame) }}

func parse(r io.Reader) (int, error) {
	f := framePool.Get().(*frame)
	defer func() {
		*f = frame{}
		framePool.Put(f)
	}()
	n, err := r.Read(f.data[:])
	f.n = n
	return f.n, err
}
