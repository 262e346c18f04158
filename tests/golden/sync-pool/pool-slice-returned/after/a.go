package a

import (
	"bytes"
	"io"
	"sync"
)

var pool = sync.Pool{New: func() any {
	b := make([]byte, 4096)
	return &b
}}

func read(r io.Reader) ([]byte, error) {
	p := pool.Get().(*[]byte)
	defer pool.Put(p)
	n, err := r.Read(*p)
	return bytes.Clone((*p)[:n]), err
}
