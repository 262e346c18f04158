package a

import . "bytes"

func render(parts []string) string {
	var buf Buffer
	for _, part := range parts {
		buf.WriteString(part)
	}
	return buf.String()
}
