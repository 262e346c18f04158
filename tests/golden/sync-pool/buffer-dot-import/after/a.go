package a

import (
	. "bufio"
	. "bytes"
	"io"
	"sync"
)

var bufPool = sync.Pool{New: func() any { return new(Buffer) }}

const maxPooledBuf = 64 << 10 // bytes; larger ones are not kept

func render(parts []string) string {
	buf := bufPool.Get().(*Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	for _, part := range parts {
		buf.WriteString(part)
	}
	return buf.String()
}

var outPool = sync.Pool{New: func() any { return NewWriter(nil) }}

func pack(w io.Writer, parts []string) error {
	out := outPool.Get().(*Writer)
	out.Reset(w)
	defer func() {
		out.Reset(nil)
		outPool.Put(out)
	}()
	for _, part := range parts {
		out.WriteString(part)
	}
	return out.Flush()
}
