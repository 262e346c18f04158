package a

import (
	"io"
	"sync"
)

type frame struct {
	reads int
	data  [2048]byte
}

var framePool = sync.Pool{New: func() any { return new(frame) }}

func parse(r io.Reader) (int, error) {
	f := framePool.Get().(*frame)
	defer func() {
		*f = frame{}
		framePool.Put(f)
	}()
	f.reads++
	_, err := r.Read(f.data[:])
	return f.reads + int(f.data[7]), err
}
