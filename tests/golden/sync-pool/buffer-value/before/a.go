package a

import (
	"bytes"
	"fmt"
	"io"
)

// render joins the parts.
func render(w io.Writer, parts []string) string {
	var buf bytes.Buffer // one for all
	for _, part := range parts {
		buf.WriteString(part)
	}
	fmt.Fprintf(&buf, "%d parts", len(parts))
	io.WriteString(w, buf.String())
	_, _ = w.Write(buf.Bytes())
	return buf.String()
}
