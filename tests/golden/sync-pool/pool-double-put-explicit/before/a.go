package a

import (
	"bytes"
	"io"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func send(w io.Writer, s string) error {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	_, err := buf.WriteString(s)
	if err != nil {
		pool.Put(buf)
	}
	if err == nil {
		_, err = buf.WriteTo(w)
	}
	pool.Put(buf)
	return err
}
