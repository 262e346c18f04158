package a

import (
	"bytes"
	"io"
	"sync"
)

// pool has the buffers.
var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func text(s string) string {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer pool.Put(buf)
	buf.WriteString(s)
	return buf.String()
}

func put(buf *bytes.Buffer) {
	buf.Reset()
	pool.Put(buf)
}

type server struct {
	slices sync.Pool
}

func (s *server) send(w io.Writer, text string) {
	p := s.slices.Get().(*[]byte)
	*p = append((*p)[:0], text...)
	_, _ = w.Write(*p)
	s.slices.Put(p)
}
