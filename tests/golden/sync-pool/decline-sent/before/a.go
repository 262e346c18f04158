package a

import "bytes"

func send(ch chan<- []byte, text string) {
	var buf bytes.Buffer
	buf.WriteString(text)
	ch <- buf.Bytes()
}
