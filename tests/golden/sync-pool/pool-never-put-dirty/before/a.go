package a

import (
	"bytes"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func render(s string) string {
	buf := pool.Get().(*bytes.Buffer)
	buf.WriteString(s)
	return buf.String()
}

func loop(parts []string) (n int) {
	for _, part := range parts {
		buf := pool.Get().(*bytes.Buffer)
		buf.Reset()
		buf.WriteString(part)
		n += buf.Len()
	}
	return n
}

type state struct{ n int }

var states = sync.Pool{New: func() any { return new(state) }}

func count(s string) int {
	st := states.Get().(*state)
	st.n += len(s)
	return st.n
}
