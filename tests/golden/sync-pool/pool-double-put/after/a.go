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
	defer pool.Put(buf)
	if _, err := buf.WriteString(s); err != nil {
		return err
	}
	_, err := buf.WriteTo(w)
	return err
}
