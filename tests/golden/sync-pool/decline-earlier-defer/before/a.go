package a

import (
	"bytes"
	"io"
)

func render(w io.Writer, s string) {
	var out []byte
	defer func() { _, _ = w.Write(out) }()
	buf := new(bytes.Buffer)
	buf.WriteString(s)
	out = buf.Bytes()
}
