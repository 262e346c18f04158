package a

import (
	. "bufio"
	"io"
)

func pack(w io.Writer, parts []string) error {
	out := NewWriter(w)
	for _, part := range parts {
		out.WriteString(part)
	}
	return out.Flush()
}
