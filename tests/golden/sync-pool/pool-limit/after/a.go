package a

import (
	"bytes"
	"io"
	"sync"
)

const maxPooledSize = 64 << 10 // bytes; larger ones are not kept

// pool has the buffers.
var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func text(s string) string {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledSize {
			pool.Put(buf)
		}
	}()
	buf.WriteString(s)
	return buf.String()
}

func put(buf *bytes.Buffer) {
	buf.Reset()
	if buf.Cap() <= maxPooledSize {
		pool.Put(buf)
	}
}

const maxPooledSlices = 64 << 10 // bytes; larger ones are not kept

type server struct {
	slices sync.Pool
}

func (s *server) send(w io.Writer, text string) {
	p := s.slices.Get().(*[]byte)
	*p = append((*p)[:0], text...)
	_, _ = w.Write(*p)
	if cap(*p) <= maxPooledSlices {
		s.slices.Put(p)
	}
}
