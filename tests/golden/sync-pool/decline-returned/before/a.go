package a

import "bytes"

func make1(s string) *bytes.Buffer {
	buf := new(bytes.Buffer)
	buf.WriteString(s)
	return buf
}

func make2(n int) []byte {
	out := make([]byte, 4096)
	out[0] = byte(n)
	return out
}
