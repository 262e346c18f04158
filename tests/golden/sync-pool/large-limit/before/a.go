package a

import "bytes"

func render(s string) string {
	buf := bytes.NewBuffer(make([]byte, 0, 1<<20))
	buf.WriteString(s)
	return buf.String()
}
