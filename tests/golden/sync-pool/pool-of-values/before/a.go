package a

import (
	"io"
	"sync"
)

var pool = sync.Pool{New: func() any { return make([]byte, 4096) }}

func read(r io.Reader) (string, error) {
	b := pool.Get().([]byte)
	defer pool.Put(b)
	n, err := r.Read(b)
	return string(b[:n]), err
}

type pair struct{ a, b [512]byte }

func store(pairs *sync.Pool, p pair) { pairs.Put(p) }
