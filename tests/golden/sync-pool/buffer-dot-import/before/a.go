package a

import (
	. "bufio"
	. "bytes"
	"io"
)

func render(parts []string) string {
	var buf Buffer
	for _, part := range parts {
		buf.WriteString(part)
	}
	return buf.String()
}

func pack(w io.Writer, parts []string) error {
	out := NewWriter(w)
	for _, part := range parts {
		out.WriteString(part)
	}
	return out.Flush()
}
