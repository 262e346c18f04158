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
	buf.WriteString(s)
	defer pool.Put(buf)
	_, err := buf.WriteTo(w)
	return err
}
