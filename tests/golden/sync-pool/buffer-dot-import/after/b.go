package a

import (
	. "bufio"
	"io"
	"sync"
)

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
