package a

import (
	"bytes"
	"strings"
	"sync"
)

var lock sync.Mutex
var names = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func render(s string) string {
	var buf bytes.Buffer
	buf.WriteString(s)
	return buf.String()
}

func join(s string) string {
	var b strings.Builder
	b.WriteString(s)
	return b.String()
}
