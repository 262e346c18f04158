package a

import (
	"bytes"
	gosync "sync"
)

var bufPool = 3

var bufPool2 = gosync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledBuf2 = 64 << 10 // bytes; larger ones are not kept

func render(s string) string {
	sync := len(s)
	buf := bufPool2.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooledBuf2 {
			bufPool2.Put(buf)
		}
	}()
	buf.WriteString(s)
	return buf.String()[:min(sync, bufPool)]
}
