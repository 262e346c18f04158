package a

import (
	"bytes"
	"io"
)

func header(s string) string {
	if buf := new(bytes.Buffer); s != "" {
		buf.WriteString(s)
		return buf.String()
	}
	return ""
}

func together(s string) string {
	var (
		buf bytes.Buffer
		n   int
	)
	buf.WriteString(s)
	return buf.String()[n:]
}

func loop(w io.Writer, texts []string) {
	for _, text := range texts {
		out := make([]byte, 0, 4096)
		out = append(out, text...)
		w.Write(out)
	}
}

func namesake(w io.Writer, texts []string) int {
	buf := len(texts)
	for _, text := range texts {
		buf := new(bytes.Buffer)
		buf.WriteString(text)
		buf.WriteTo(w)
	}
	return buf
}

func pair(s string) string {
	var a, b bytes.Buffer
	a.WriteString(s)
	a.WriteTo(&b)
	return b.String()
}

func values(s string) string {
	a, b := new(bytes.Buffer), new(bytes.Buffer)
	a.WriteString(s)
	a.WriteTo(b)
	return b.String()
}
