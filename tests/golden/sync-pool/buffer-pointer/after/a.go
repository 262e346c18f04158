package a

import (
	"bytes"
	"io"
	"sync"
)

var bufPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledBuf = 64 << 10 // bytes; larger ones are not kept

func one(s string) string {
	buf := bufPool.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	buf.WriteString(s)
	return buf.String()
}

func two(w io.Writer, s string) error {
	buf := bufPool.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	buf.WriteString(s)
	_, err := buf.WriteTo(w)
	return err
}

func three(s string) int {
	buf := bufPool.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	buf.WriteString(s)
	return buf.Len()
}

func four(s string) []byte {
	buf := bufPool.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	buf.WriteString(s)
	return bytes.Clone(buf.Bytes())
}

func five(s string, n int) []byte {
	buf := bufPool.Get().(*bytes.Buffer)
	buf.Reset()
	buf.Grow(n)
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	buf.WriteString(s)
	return append([]byte(nil), buf.Bytes()...)
}
