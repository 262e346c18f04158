package a

import "bytes"

func render(s string) []byte {
	var buf bytes.Buffer
	buf.WriteString(s)
	return buf.Bytes()
}
