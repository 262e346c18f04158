package a

import (
	"bytes"
	"sync"
)

var bufPool2 = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledBuf2 = 64 << 10 // bytes; larger ones are not kept

func other(s string) string {
	buf := bufPool2.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf2 {
			bufPool2.Put(buf)
		}
	}()
	buf.WriteString(s)
	return buf.String()
}
