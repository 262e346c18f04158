package a

import "bytes"

var bufPool = 3

func render(s string) string {
	sync := len(s)
	var buf bytes.Buffer
	buf.WriteString(s)
	return buf.String()[:min(sync, bufPool)]
}
