package a

import (
	"bytes"
	"io"
)

func one(s string) string {
	buf := new(bytes.Buffer)
	buf.WriteString(s)
	return buf.String()
}

func two(w io.Writer, s string) error {
	buf := &bytes.Buffer{}
	buf.WriteString(s)
	_, err := buf.WriteTo(w)
	return err
}

func three(s string) int {
	buf := bytes.NewBuffer(nil)
	buf.WriteString(s)
	return buf.Len()
}

func four(s string) []byte {
	buf := bytes.NewBufferString("")
	buf.WriteString(s)
	return bytes.Clone(buf.Bytes())
}

func five(s string, n int) []byte {
	var buf = bytes.NewBuffer(make([]byte, 0, n))
	buf.WriteString(s)
	return append([]byte(nil), buf.Bytes()...)
}
