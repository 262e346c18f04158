package a

import (
	"bytes"
	"net/http"
	"sync"
)

var bufPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledBuf = 64 << 10 // bytes; larger ones are not kept

func handler(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		buf := bufPool.Get().(*bytes.Buffer)
		buf.Reset()
		defer func() {
			if buf.Cap() <= maxPooledBuf {
				bufPool.Put(buf)
			}
		}()
		defer func() { _, _ = w.Write(buf.Bytes()) }()
		buf.WriteString(name)
	}
}
