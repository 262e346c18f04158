package a

import "bytes"

func render(s string) string {
	var buf bytes.Buffer
	buf.WriteString(s)
	return buf.String()
}
