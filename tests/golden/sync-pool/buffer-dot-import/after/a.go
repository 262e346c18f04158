package a

import (
	. "bytes"
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
