package a

import (
	"bytes"
	"io"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func send(w io.Writer, parts []string) {
	for _, part := range parts {
		buf := pool.Get().(*bytes.Buffer)
		buf.Reset()
		buf.WriteString(part)
		pool.Put(buf)
		_, _ = buf.WriteTo(w)
	}
}

func slice(w io.Writer, s string) {
	p := slices.Get().(*[]byte)
	b := append((*p)[:0], s...)
	if len(s) > 3 {
		slices.Put(p)
	}
	_, _ = w.Write(b)
}

var slices = sync.Pool{New: func() any { return new([]byte) }}
