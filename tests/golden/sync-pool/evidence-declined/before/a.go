package a

import (
	"bytes"
	"fmt"
)

func render(n int) []byte {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "%d", n)
	return buf.Bytes()
}
