package a

import (
	"bytes"
	"io"
)

func fill(p *[]byte) { *p = append(*p, 1) }

func slice(w io.Writer) {
	b := make([]byte, 0, 4096)
	fill(&b)
	b = append(b, 2)
	w.Write(b)
}

func swap(p **bytes.Buffer) { *p = new(bytes.Buffer) }

func pointer(w io.Writer) {
	buf := new(bytes.Buffer)
	swap(&buf)
	buf.WriteTo(w)
}
