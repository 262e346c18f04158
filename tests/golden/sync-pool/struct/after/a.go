package a

import (
	"encoding/json"
	"io"
	"sync"
)

type frame struct {
	data  [4096]byte
	names []string
	n     int
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

var framePool2 = sync.Pool{New: func() any { return new(frame) }}

func load(r io.Reader) ([]string, error) {
	f := framePool2.Get().(*frame)
	*f = frame{n: 1}
	defer func() {
		*f = frame{}
		framePool2.Put(f)
	}()
	err := json.NewDecoder(r).Decode(f)
	return f.names, err
}

var framePool3 = sync.Pool{New: func() any { return new(frame) }}

func made(r io.Reader) int {
	f := framePool3.Get().(*frame)
	defer func() {
		*f = frame{}
		framePool3.Put(f)
	}()
	_ = json.NewDecoder(r).Decode(f)
	return f.n
}
