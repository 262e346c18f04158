package a

import "bytes"

func render(s string) string {
	var head bytes.Buffer
	body := new(bytes.Buffer)
	head.WriteString(s)
	body.WriteString(s)
	return head.String() + body.String()
}

func other(s string) string {
	var head bytes.Buffer
	head.WriteString(s)
	return head.String()
}
