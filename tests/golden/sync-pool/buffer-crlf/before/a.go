package a

import bb "bytes"

func render(s string) string {
	var buf bb.Buffer
	buf.WriteString(s)
	return buf.String()
}
