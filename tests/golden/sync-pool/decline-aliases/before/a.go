package a

import (
	"bytes"
	"io"
	"unsafe"
)

func next(s string) []byte {
	buf := new(bytes.Buffer)
	buf.WriteString(s)
	return buf.Next(3)
}

func room() []byte {
	buf := new(bytes.Buffer)
	buf.Grow(4096)
	return buf.AvailableBuffer()
}

func reader(s string) io.Reader {
	var buf bytes.Buffer
	buf.WriteString(s)
	return bytes.NewReader(buf.Bytes())
}

func trimmed(s string) []byte {
	var buf bytes.Buffer
	buf.WriteString(s)
	out := bytes.TrimSpace(buf.Bytes())
	return out
}

func cut(r io.Reader) ([]byte, error) {
	b := make([]byte, 4096)
	n, err := r.Read(b)
	return b[:n], err
}

func hidden(r io.Reader) string {
	b := make([]byte, 4096)
	n, _ := r.Read(b)
	return unsafe.String(&b[0], n)
}

func result(s string) (out []byte, err error) {
	var buf bytes.Buffer
	buf.WriteString(s)
	out = buf.Bytes()
	return
}
