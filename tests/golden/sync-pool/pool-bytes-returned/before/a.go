package a

import (
	"bytes"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func render(s string) []byte {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer pool.Put(buf)
	buf.WriteString(s)
	return buf.Bytes()
}

func named(s string) ([]byte, error) {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	buf.WriteString(s)
	data := buf.Bytes()
	pool.Put(buf)
	return data, nil
}

func capped(s string) []byte {
	buf := pool.Get().(*bytes.Buffer)
	defer func() {
		buf.Reset()
		if buf.Cap() < 1<<16 {
			pool.Put(buf)
		}
	}()
	buf.WriteString(s)
	return buf.Bytes()
}
