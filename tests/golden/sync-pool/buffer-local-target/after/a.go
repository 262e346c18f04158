package a

import (
	"bytes"
	"sync"
)

var headPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledHead = 64 << 10 // bytes; larger ones are not kept

func render(s string) string {
	head := headPool.Get().(*bytes.Buffer)
	head.Reset()
	defer func() {
		if head.Cap() <= maxPooledHead {
			headPool.Put(head)
		}
	}()
	body := new(bytes.Buffer)
	head.WriteString(s)
	body.WriteString(s)
	return head.String() + body.String()
}

func other(s string) string {
	var head bytes.Buffer
	head.WriteString(s)
	return head.String()
}
