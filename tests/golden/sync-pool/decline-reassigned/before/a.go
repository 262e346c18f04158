package a

import (
	"bytes"
	"io"
)

func other(w io.Writer, texts []string) {
	buf := new(bytes.Buffer)
	for _, text := range texts {
		if buf.Len() > 1<<20 {
			buf = new(bytes.Buffer)
		}
		buf.WriteString(text)
	}
	_, _ = buf.WriteTo(w)
}

func shift(w io.Writer, n int) {
	b := make([]byte, 0, 4096)
	b = append(b, "text"...)
	b = b[n:]
	w.Write(b)
}

func range_(w io.Writer, parts [][]byte) {
	b := make([]byte, 4096)
	for _, b = range parts {
		w.Write(b)
	}
}
