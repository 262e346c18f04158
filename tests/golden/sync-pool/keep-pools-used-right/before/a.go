package a

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var errLong = errors.New("too long")

func text(s string) string {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer pool.Put(buf)
	buf.WriteString(s)
	return buf.String()
}

func early(w io.Writer, s string) error {
	buf := pool.Get().(*bytes.Buffer)
	if len(s) > 100 {
		pool.Put(buf)
		return errLong
	}
	buf.WriteString(s)
	_, err := w.Write(buf.Bytes())
	buf.Reset()
	pool.Put(buf)
	return err
}

func loop(w io.Writer, parts []string) {
	for _, part := range parts {
		buf := pool.Get().(*bytes.Buffer)
		buf.Reset()
		buf.WriteString(part)
		_, _ = buf.WriteTo(w)
		pool.Put(buf)
	}
}

func again(w io.Writer, s string) {
	buf := pool.Get().(*bytes.Buffer)
	buf.WriteString(s)
	pool.Put(buf)
	buf = pool.Get().(*bytes.Buffer)
	buf.WriteString(s)
	pool.Put(buf)
}

func give(ok bool) (buf *bytes.Buffer) {
	b := pool.Get().(*bytes.Buffer)
	defer func() {
		if !ok {
			pool.Put(b)
		}
	}()
	return b
}

func get() *bytes.Buffer {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	return buf
}

func put(buf *bytes.Buffer) {
	buf.Reset()
	pool.Put(buf)
}

func helpers(w io.Writer, s string) {
	buf := get()
	defer put(buf)
	buf.WriteString(s)
	_, _ = buf.WriteTo(w)
}

func handed(ch chan *bytes.Buffer) {
	buf := pool.Get().(*bytes.Buffer)
	ch <- buf
}

func released(w io.Writer) {
	buf := pool.Get().(*bytes.Buffer)
	put(buf)
}

func cloned(s string) []byte {
	buf := pool.Get().(*bytes.Buffer)
	defer pool.Put(buf)
	buf.WriteString(s)
	return bytes.Clone(buf.Bytes())
}
