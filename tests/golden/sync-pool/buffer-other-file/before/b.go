package a

import "bytes"

func other(s string) string {
	var buf bytes.Buffer
	buf.WriteString(s)
	return buf.String()
}
