package a

import (
	"strings"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(strings.Builder) }}

func render(s string) string {
	b := pool.Get().(*strings.Builder)
	defer pool.Put(b)
	b.Reset()
	b.WriteString(s)
	return b.String()
}
