package a

import (
	"bytes"
	"fmt"
	"io"
	"sync"
)

var bufPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledBuf = 64 << 10 // bytes; larger ones are not kept

// render joins the parts.
func render(w io.Writer, parts []string) string {
	buf := bufPool.Get().(*bytes.Buffer) // one for all
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	for _, part := range parts {
		buf.WriteString(part)
	}
	fmt.Fprintf(buf, "%d parts", len(parts))
	io.WriteString(w, buf.String())
	_, _ = w.Write(buf.Bytes())
	return buf.String()
}
